import { UserError } from '../error.js'
import type { Host } from '../host/host.js'
import { complaint, runTool } from '../host/tool.js'

/** What rpmspec says of one package of a spec. */
export interface SpecPackage {
  readonly name: string
  readonly architecture: string
  readonly summary: string
  readonly description: string
  readonly license: string
  readonly url: string
  readonly group: string
  readonly packager: string
  readonly version: string
  readonly release: string
  /** Relations in rpm's words, by their kind; those that rpm adds itself are left out. */
  readonly relations: Readonly<Record<string, readonly string[]>>
  /** Scripts by their sections, with their interpreters. */
  readonly scripts: Readonly<Record<string, { readonly text: string; readonly interpreter: string }>>
  /** Lines of %files. */
  readonly files: readonly string[]
  /** The heads of its other scripts: triggers, and what `rpm -V` runs. */
  readonly triggers: readonly string[]
}

/** A spec as rpm reads it. */
export interface SpecReading {
  readonly packages: readonly SpecPackage[]
  readonly hasChangelog: boolean
}

const [field, row] = ['\u001f', '\u001e']
const tags = ['NAME', 'ARCH', 'SUMMARY', 'DESCRIPTION', 'LICENSE', 'URL', 'GROUP', 'PACKAGER', 'VERSION', 'RELEASE'] as const
const sections = { pre: 'PREIN', post: 'POSTIN', preun: 'PREUN', postun: 'POSTUN', pretrans: 'PRETRANS', posttrans: 'POSTTRANS' }
const kinds = {
  recommends: 'RECOMMEND',
  suggests: 'SUGGEST',
  conflicts: 'CONFLICT',
  replaces: 'OBSOLETE',
  provides: 'PROVIDE',
  supplements: 'SUPPLEMENT',
  enhances: 'ENHANCE',
}

/**
 * Reads a spec by rpmspec, which runs what its macros say to run. Throws a {@link UserError} for one that rpm refuses.
 * @param file absolute
 */
export async function querySpec(file: string, host: Host): Promise<SpecReading> {
  const scripts = Object.values(sections).flatMap((tag) => [`%{${tag}}`, `%{${tag}PROG}`])
  const others = Object.values(kinds).map((tag) => `[%{${tag}NEVRS}\n]`)
  const requires = '[%{REQUIREFLAGS:deptype}\t%{REQUIRENEVRS}\n]'
  const format = [...tags.map((tag) => `%{${tag}}`), ...scripts, requires, ...others].join(field) + row
  const run = async (args: readonly string[]) => {
    const result = await runTool(host, 'rpmspec', [...args, file], { timeout: 60, cwd: host.directories.temp })
    if (result.code === 0) return result.stdout
    throw new UserError(`rpmspec cannot read ${file}: ${complaint(result, /^error:/)}; correct it, or give another \`from\`.`)
  }
  const queried = await run(['-q', '--qf', format])
  const parsed = await run(['-P'])
  const content = readSections(parsed, queried.split(field)[0] ?? '')
  const packages = queried.split(row).flatMap((text) => (text.trim() === '' ? [] : [readPackage(text.split(field), content)]))
  return { packages, hasChangelog: /^%changelog\s*\n\s*\S/m.test(parsed) }
}

function readPackage(values: readonly string[], content: ReadonlyMap<string, Content>): SpecPackage {
  const at = (index: number) => {
    const value = values[index]?.trim() ?? ''
    return value === '(none)' ? '' : value
  }
  const scripts = Object.keys(sections).flatMap((section, index) => {
    const place = tags.length + 2 * index
    const [text, interpreter] = [at(place), at(place + 1)]
    return text === '' && !/^(?!\/bin\/sh$)./.test(interpreter) ? [] : [[section, { text, interpreter }] as const]
  })
  const start = tags.length + 2 * Object.keys(sections).length
  const requires = at(start)
    .split('\n')
    .map((line) => line.split('\t'))
  const stated = requires.filter(([flags = '']) => !/interp|rpmlib|auto|config/.test(flags))
  const of = (pattern: RegExp) => stated.flatMap(([flags = '', text]) => (pattern.test(flags) && text ? [text] : []))
  const name = at(0)
  const relations = Object.fromEntries(
    Object.keys(kinds).map((kind, index) => [kind, lines(at(start + 1 + index)).filter((text) => !isOwn(text, name))] as const),
  )
  return {
    name,
    architecture: at(1),
    summary: at(2),
    description: at(3),
    license: at(4),
    url: at(5),
    group: at(6),
    packager: at(7),
    version: at(8),
    release: at(9),
    relations: {
      requires: of(/manual|^$/),
      'requires-pre': of(/^pre$|,pre$|^pre,/),
      'requires-post': of(/^post$|,post$|^post,/),
      ...relations,
    },
    scripts: Object.fromEntries(scripts),
    files: content.get(name)?.files ?? [],
    triggers: content.get(name)?.triggers ?? [],
  }
}

function lines(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '')
}

/** What rpm says that every package provides. */
function isOwn(text: string, name: string): boolean {
  return text.startsWith(`${name} =`) || text.startsWith(`${name}(`)
}

interface Content {
  readonly files: string[]
  readonly triggers: string[]
}

const section =
  /^%(package|description|prep|generate_buildrequires|conf|build|install|check|clean|files|pre|post|preun|postun|pretrans|posttrans|changelog|\w*trigger\w*|verifyscript)\b(.*)$/

/** The lines of the sections %files by package, and the heads of its triggers. */
function readSections(parsed: string, main: string): ReadonlyMap<string, Content> {
  const found = new Map<string, Content>()
  let current: string[] | undefined
  for (const line of parsed.split('\n')) {
    const [, kind = '', rest = ''] = section.exec(line) ?? []
    if (kind === '') {
      if (line.trim() !== '' && !line.startsWith('#')) current?.push(line.trim())
      continue
    }
    current = undefined
    if (kind !== 'files' && !/trigger|verifyscript/.test(kind)) continue
    const name = packageOf(rest, main)
    const content = found.get(name) ?? { files: [], triggers: [] }
    found.set(name, content)
    if (kind === 'files') current = content.files
    else content.triggers.push(line.trim())
  }
  return found
}

/** The package of a section, by what follows its name. */
function packageOf(rest: string, main: string): string {
  const options = rest.replace(/\s--\s.*$/, '')
  const [, named] = /-n\s+(\S+)/.exec(options) ?? []
  const [suffix] = options
    .replace(/-[nfpP]\s+\S+/g, '')
    .replace(/(?:^|\s)-\S*/g, '')
    .trim()
    .split(/\s+/)
  return named ?? (suffix ? `${main}-${suffix}` : main)
}
