import type { PlannedPackage } from '../plan/plan.js'

/** What of a config leads to a complaint of rpmbuild or debbuild. */
const causes: readonly (readonly [pattern: RegExp, explain: (match: RegExpExecArray) => string])[] = [
  [
    /Arch dependent binaries in noarch package/,
    () =>
      'a file of it is a program of one machine, and `architectures: [noarch]` says that it fits every machine; leave noarch out',
  ],
  [
    /^(?:error:)?\s*(?:File|Directory) not found(?: by glob)?: .*?\/(?:BUILDROOT|buildroot)[^/]*((?:\/[^/\s]+)+)$/im,
    ([, path = '']) =>
      `nothing was put at ${path.replace(/^\/[^/]+-[^/]+(?=\/)/, '')}, which \`files\` lists; see what its source holds`,
  ],
  [/cannot stat '([^']+)'/, ([, name = '']) => `${name} is not in the tarball; see the \`source\` and \`files\` that name it`],
  [
    /(?:Illegal char|Invalid version|Illegal sequence|Dependency tokens must begin|Versioned file name)[^\n]*/,
    ([line = '']) => `a relation or the version cannot be written in this format (${line.trim()}); see \`requires\` and the like`,
  ],
  [/(?:No space left on device|Disk quota exceeded)/, () => 'the disk is full; make room or build elsewhere'],
]

/** A clause that says what in the config led to a failed build, as far as it can be known. */
export function explainOutput(output: string, { name, at, spec }: PlannedPackage): string {
  if (spec !== undefined) return `see ${spec.file}, the spec that ${spec.at} names`
  for (const [pattern, explain] of causes) {
    const match = pattern.exec(output)
    if (match !== null) return `${explain(match)} (${at}, packages.${name})`
  }
  return `its spec was made from packages.${name} at ${at}, and the last changes there are the likeliest cause`
}
