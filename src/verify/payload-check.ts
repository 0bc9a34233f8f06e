import { packageArchitectures } from '../architecture.js'
import type { Format } from '../format.js'
import type { PackageFile, PackageModel } from '../package/package-model.js'
import { describeElf } from '../platform.js'
import { readProgram } from '../source/program.js'
import type { Judgement } from './finding.js'
import type { ExpectedCell } from './request.js'

/** Where the files lie that people and units run. */
const programFolders = /^\/(?:usr\/)?(?:local\/)?(?:s?bin|libexec)\//

/** Judges what a package holds: by what is expected of the cell, and by what is right for every package. */
export function judgePayload(format: Format, model: PackageModel, expected: ExpectedCell): Judgement {
  const files = [...model.files]
  const problems = [
    ...expected.files.flatMap(({ path, sha256 }) => judgeDigest(path, sha256, model.files.get(path))),
    ...files.flatMap(([path, file]) => judgeFile(format, path, file, expected)),
    ...(expected.declared?.(model) ?? []),
  ]
  const doubts = files.flatMap(([path, file]) => (expected.declared === undefined ? doubtFile(format, path, file) : []))
  if (problems.length > 0) return { passed: false, lasting: true, evidence: summarize(problems) }
  const programs = files.filter(([path, file]) => programFolders.test(path) && file.type === 'file').length
  const compared = expected.files.map((file) => `${file.path} has sha256 ${file.sha256}`)
  const told =
    compared.length > 0
      ? compared.join(', ')
      : `${files.length} files, ${programs} of them programs; none was stated to compare with upstream's`
  if (doubts.length > 0) return { passed: true, state: 'warning', evidence: `${told}; but ${summarize(doubts)}` }
  return { passed: true, evidence: told }
}

function summarize(clauses: readonly string[]): string {
  const shown = clauses.slice(0, 8).join('; ')
  return clauses.length > 8 ? `${shown}; and ${clauses.length - 8} more` : shown
}

function judgeDigest(path: string, sha256: string, file: PackageFile | undefined): readonly string[] {
  if (file?.sha256 === undefined) return [`${path} is not a file of it: build the package from upstream's files`]
  if (file.sha256 === sha256.toLowerCase()) return []
  return [`${path} has sha256 ${file.sha256} where upstream's has ${sha256}: build the package from upstream's files`]
}

function judgeFile(format: Format, path: string, file: PackageFile, { architecture }: ExpectedCell): readonly string[] {
  if (format === 'deb' && path.startsWith('/etc/sysconfig/'))
    return [`${path} is where rpm systems have it; a deb has /etc/default`]
  if (file.type !== 'file' || !programFolders.test(path) || file.head === undefined) return []
  const program = readProgram(file.head)
  const problems: string[] = []
  if (program.format === 'elf' && architecture.elf !== undefined) {
    const { machine, bits, endian } = program.kind
    const { elf } = architecture
    if (machine !== elf.machine || bits !== elf.bits || endian !== elf.endian)
      problems.push(
        `${path} is a program for ${describeElf(program.kind)}, in a package for ${packageArchitectures(format, architecture)[0]}`,
      )
  } else if (program.format === 'macho' || program.format === 'pe') {
    problems.push(`${path} is a program for ${program.format === 'pe' ? 'Windows' : 'macOS'}`)
  } else if (program.format === 'empty') problems.push(`${path} is empty`)
  else if (program.format === 'page') problems.push(`${path} is a page of HTML, not a program`)
  if ((file.mode & 0o111) === 0) problems.push(`${path} has mode ${showMode(file.mode)}, so nobody can run it`)
  return problems
}

function doubtFile(format: Format, path: string, file: PackageFile): readonly string[] {
  const doubts: string[] = []
  if (file.type === 'file' && (file.mode & 0o6000) !== 0)
    doubts.push(`${path} has mode ${showMode(file.mode)}, so it runs with its owner's rights`)
  if (file.type === 'file' && (file.mode & 0o002) !== 0)
    doubts.push(`${path} has mode ${showMode(file.mode)}, so everybody can change it`)
  if (file.type === 'file' && programFolders.test(path) && (file.owner !== 'root' || file.group !== 'root'))
    doubts.push(`${path} belongs to ${file.owner}:${file.group} instead of root:root`)
  if (file.type === 'file' && path.startsWith('/etc/') && !/^\/etc\/(?:init\.d|profile\.d)\//.test(path)) {
    if (!file.marks.includes('config'))
      doubts.push(
        `${path} is no ${format === 'deb' ? 'conffile' : '%config file'}, so an upgrade overwrites what administrators changed`,
      )
    else if (format === 'rpm' && !file.marks.includes('noreplace'))
      doubts.push(`${path} is %config without noreplace, so an upgrade puts what administrators changed aside`)
  }
  return doubts
}

/** As people write it: 0755. */
export function showMode(mode: number): string {
  return mode.toString(8).padStart(4, '0')
}
