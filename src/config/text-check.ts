import { formats as everyFormat, type Format } from '../format.js'
import type { Fault } from './check.js'
import { listEntries } from './installed.js'
import type { Config, Package } from './schema.js'
import { checkScripts } from './script-check.js'

/** Finds texts that one of the formats cannot have. */
export function checkTexts(config: Config): Fault[] {
  return Object.entries(config.packages).flatMap(([name, pkg]) => {
    if (pkg.spec !== undefined) return []
    const formats = formatsOf(pkg, config)
    return [
      ...checkOpen(name, pkg, formats),
      ...checkDescription(name, pkg, formats),
      ...checkScripts(name, pkg, formats, config),
    ]
  })
}

/** The formats that a package is built in. */
function formatsOf({ formats }: Package, { builders }: Config): readonly Format[] {
  const wanted: readonly Format[] = formats ?? everyFormat
  return wanted.filter((format) => Object.values(builders).some((builder) => builder.format === format))
}

/**
 * Texts that debbuild wants otherwise than rpmbuild stand in a branch for debbuild, where rpmbuild looks for the end of
 * macros all the same. How often debbuild expands a text decides which runs of percent signs are odd there.
 */
function checkOpen(name: string, pkg: Package, formats: readonly Format[]): Fault[] {
  if (formats.length < 2) return []
  const { summary, maintainer, url, description } = pkg
  const texts: { path: string[]; text: string; parity: number }[] = [
    ...Object.entries({ summary, maintainer, url }).map(([key, text]) => ({ path: [key], text, parity: 1 })),
    { path: ['description'], text: description, parity: 0 },
    ...listEntries(pkg).flatMap(({ entry: { link = '', replace = {} }, path }) => [
      { path: [...path, 'link'], text: link, parity: 0 },
      ...Object.entries(replace).flatMap(([from, into]) =>
        [from, ...(typeof into === 'string' ? [into] : [into.deb ?? ''])].map((text) => ({
          path: [...path, 'replace', from],
          text,
          parity: 0,
        })),
      ),
    ]),
  ]
  return texts.flatMap(({ path, text, parity }): Fault[] => {
    const open = findOpen(text, parity)
    if (open === undefined) return []
    const whole = ['packages', name, ...path]
    return [
      {
        path: whole,
        message: `${whole.join('.')} has a ${open} that is never closed, which a spec for both formats cannot hold; close it.`,
      },
    ]
  })
}

function findOpen(text: string, parity: number): string | undefined {
  for (const { 0: found, index } of text.matchAll(/%+[{(]/g)) {
    if ((found.length - 1) % 2 !== parity) continue
    const [left, right] = found.endsWith('{') ? ['{', '}'] : ['(', ')']
    let depth = 0
    for (const sign of text.slice(index)) {
      if (sign === left) depth += 1
      if (sign === right && --depth === 0) break
    }
    if (depth > 0) return found
  }
  return undefined
}

/** What rpmbuild takes for its own at the beginning of a line, whatever is done about it. */
const own =
  /^(?:\s*(#|%(?:if|ifarch|ifnarch|ifos|ifnos|else|elif|elifarch|elifos|endif|include)\b)|(%(?:package|prep|build|install|check|clean|preun|postun|pretrans|posttrans|preuntrans|postuntrans|pre|post|files|changelog|description|verifyscript|generate_buildrequires|sourcelist|patchlist|conf|trigger\w*|filetrigger\w*|transfiletrigger\w*|sepolicy)\b))/

function checkDescription(name: string, pkg: Package, formats: readonly Format[]): Fault[] {
  const path = ['packages', name, 'description']
  const where = path.join('.')
  return pkg.description.split('\n').flatMap((line, index): Fault[] => {
    const [, anywhere, first] = own.exec(line) ?? []
    const word = anywhere ?? first
    if (word !== undefined && formats.includes('rpm'))
      return [
        {
          path,
          line: index,
          message: `${where} has a line that begins with ${word}, which rpmbuild takes for its own; begin it with another word.`,
        },
      ]
    if (line.trim() === '.' && formats.includes('deb'))
      return [
        {
          path,
          line: index,
          message: `${where} has a line that is a period alone, which is an empty line in a deb; write an empty line.`,
        },
      ]
    return []
  })
}
