import { UserError, type Problem } from '../error.js'
import { listEntries } from './changelog.js'
import { escapeMacros } from './macro.js'
import type { SpecModel } from './spec-model.js'

/** What a hand-written spec may leave to the suite, written `@name@`. */
export const specPlaceholders = {
  name: 'The name of the package.',
  version: 'The version as packages carry it: 1.30.0~alpha.2.',
  'upstream-version': 'The version as its project writes it: 1.30.0-alpha.2.',
  minor: 'X.Y of the version.',
  tarball: 'The name of the tarball, for Source0.',
  summary: 'The summary.',
  description: 'The description.',
  license: 'The SPDX expression.',
  url: 'The home page.',
  maintainer: 'Name <address>.',
  section: "Debian's section.",
  architectures: 'The OBS names of the architectures, separated by spaces.',
  changelog: 'The entries of the changelog, without the line %changelog.',
} as const

type Placeholder = keyof typeof specPlaceholders

/** Fills the placeholders of a hand-written spec. Throws a {@link UserError} that names each one that is unknown. */
export function fillSpec(model: SpecModel, text: string, file: string): string {
  const values = valuesOf(model)
  const problems: Problem[] = []
  const filled = text.split('\n').map((line, index) =>
    line.replace(/@([a-z][a-z-]*)@/g, (whole, name: string, offset: number) => {
      if (isPlaceholder(name)) return values[name]
      const known = Object.keys(specPlaceholders)
        .map((each) => `@${each}@`)
        .join(', ')
      problems.push({
        message: `There is no placeholder ${whole}; known are ${known}.`,
        at: { file, line: index + 1, column: offset + 1 },
      })
      return whole
    }),
  )
  if (problems.length > 0) throw new UserError(problems)
  return filled.join('\n')
}

/** What debbuild takes otherwise than rpmbuild in a spec that debs are made of, too; each with its place. */
export function doubtSpec({ planned }: SpecModel, text: string, file: string): readonly Required<Problem>[] {
  if (planned.builds.every(({ format }) => format !== 'deb')) return []
  return text.split('\n').flatMap((line, index) => {
    const before = /^\s*%config\b.*(?=%attr\b)/.exec(line)?.[0]
    if (before === undefined) return []
    const message =
      'debbuild forgets a %config that stands before %attr, and upgrades of the deb would replace the file; write %attr first.'
    return [{ message, at: { file, line: index + 1, column: before.length + 1 } }]
  })
}

function isPlaceholder(name: string): name is Placeholder {
  return Object.hasOwn(specPlaceholders, name)
}

function valuesOf(model: SpecModel): Record<Placeholder, string> {
  const { planned } = model
  const { summary, description, license, url, maintainer, section } = planned.metadata
  return {
    name: planned.name,
    version: planned.version.package,
    'upstream-version': planned.version.upstream,
    minor: planned.version.minor,
    tarball: planned.tarball,
    summary: escapeMacros(summary, 'rpm', 'field'),
    description: escapeMacros(description.trim(), 'rpm', 'text'),
    license,
    url,
    maintainer,
    section,
    architectures: planned.architectures.join(' '),
    changelog: listEntries(model)
      .map((entry) => entry.join('\n'))
      .join('\n\n'),
  }
}
