import { checks, type CheckResult, type ResultCell, type State } from '../../src/verify/request.js'

/** What a hostile package or server may put into a message. */
export const hostile =
  '`</td>` <script>document.title = "owned"</script> <img src=http://127.0.0.1:9/x> a|b ](javascript:alert(1)) ``` \u202Egnp.exe\u001B[31m'

/** A result about the repository itself. */
export function rowOf(state: State, more: Partial<CheckResult> = {}): CheckResult {
  const passed = state === 'passed' || state === 'warning' || state === 'unproved'
  return { check: 'metadata', subject: 'deb repository', state, passed, evidence: 'InRelease is what Release says', ...more }
}

/** A result about a package. */
export function cellRowOf(state: State, cell: ResultCell, more: Partial<CheckResult> = {}): CheckResult {
  const subject = `${cell.format} ${cell.package} ${cell.version} ${cell.architecture}`
  return rowOf(state, { check: 'presence', subject, evidence: `${cell.version} is in the index`, cell, ...more })
}

/** Every package of a release in both formats, every check of each; the state of each is that of its number. */
export function releaseOf(
  packages: readonly string[],
  versions: readonly string[],
  stateOf: (number: number) => State = () => 'passed',
) {
  const rows: CheckResult[] = [
    rowOf('passed', { evidence: '`InRelease` is what Release says, and names 12 files with sha256' }),
    rowOf('passed', {
      check: 'signatures',
      subject: 'deb InRelease',
      evidence: 'signed by 3F2A 91B0 4D5E 6677, which the config trusts',
    }),
    rowOf('passed', { subject: 'rpm repository', evidence: 'repomd.xml names 4 files with sha256' }),
    rowOf('passed', {
      check: 'signatures',
      subject: 'rpm repomd.xml',
      evidence: 'signed by 3F2A 91B0 4D5E 6677, which the config trusts',
    }),
  ]
  const formats = { deb: ['amd64', 'arm64', 'ppc64el', 's390x'], rpm: ['x86_64', 'aarch64', 'ppc64le', 's390x'] } as const
  for (const format of ['deb', 'rpm'] as const)
    for (const name of packages)
      for (const version of versions)
        for (const architecture of formats[format])
          for (const check of checks) {
            if (check === 'metadata' || check === 'delivery' || (check === 'signatures' && format === 'deb')) continue
            const cell = { format, package: name, version, architecture }
            rows.push(cellRowOf(stateOf(rows.length), cell, { check, evidence: evidenceOf(check, cell) }))
          }
  return rows
}

function evidenceOf(check: string, { format, package: name, version, architecture }: ResultCell): string {
  const file = `${architecture}/${name}_${version}-1_${architecture}.${format}`
  if (check === 'install')
    return `\`${format === 'deb' ? 'apt-get' : 'dnf'} install ${name}=${version}-1\` resolved and installed; 3 files are what upstream published`
  if (check === 'payload') return `${file} holds /usr/bin/${name}, as upstream published it`
  if (check === 'signatures') return `${file} is signed by 3F2A 91B0 4D5E 6677`
  return `${version}-1 at ${file}, 48211934 bytes with sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08, as the index states`
}
