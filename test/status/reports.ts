import type { CheckResult, State } from '../../src/verify/request.js'
import { releaseOf, rowOf } from '../report/rows.js'

export const fingerprint = 'DE15B14486CD377B9E876E1A234654DA9A296436'

/** How the download host of the tests is written into a repository's files. */
const host = 'https://example.org'

/** What verification tells of a repository that users can have: its key, and the file by which installs were tried. */
export function repositoryRows(
  format: 'deb' | 'rpm',
  folder: string,
  key: { fingerprint: string; expires?: string },
): readonly CheckResult[] {
  const url = `${host}/${folder}/${format}/`
  const keyring = '/etc/apt/keyrings/example-org.asc'
  const deb = `Types: deb\nURIs: ${url}\nSuites: /\nSigned-By: ${keyring}\n`
  const rpm = `[example-org]\nname=example-org\nbaseurl=${url}\nenabled=1\ngpgcheck=1\nrepo_gpgcheck=1\ngpgkey=${url}repodata/repomd.xml.key\n`
  const snippet =
    format === 'deb'
      ? { path: '/etc/apt/sources.list.d/example-org.sources', text: deb, key: { url: `${url}Release.key`, path: keyring } }
      : { path: '/etc/yum.repos.d/example-org.repo', text: rpm }
  return [
    rowOf('passed', {
      check: 'signatures',
      subject: `${format} ${format === 'deb' ? 'Release.key' : 'repodata/repomd.xml.key'}`,
      facts: key,
    }),
    rowOf('passed', { check: 'delivery', subject: `${format} way`, snippet }),
  ]
}

export interface Told {
  readonly channel: string
  readonly minor: string
  readonly version: string
  readonly at: string
  readonly packages?: readonly string[]
  readonly key?: { readonly fingerprint: string; readonly expires?: string }
  readonly stateOf?: (number: number) => State
}

/** What verify-repo prints of a version that the Kubernetes project would publish. */
export function verificationOf({ channel, minor, version, at, packages = ['kubeadm', 'kubelet'], stateOf, key }: Told) {
  const own = key ?? { fingerprint, expires: '2028-12-29' }
  const rows = releaseOf(packages, [version], stateOf).filter(
    ({ check, subject }) => check !== 'signatures' || !/Release\.key|repomd\.xml\.key/.test(subject),
  )
  const all = [...rows, ...(['deb', 'rpm'] as const).flatMap((format) => repositoryRows(format, `${channel}/v${minor}`, own))]
  const report = all.map((row) => ({ ...row, builder: row.cell?.format ?? row.subject.slice(0, 3) }))
  return {
    ...{ state: 'succeeded', at, version, channel, minor, 'publish-project': `isv:team:${channel}:v${minor}` },
    report,
  }
}

/** What promote writes of the versions of a minor. */
export function promotionOf(channel: string, minor: string, at: string, versions: readonly object[]) {
  return { kind: 'promotion', at, channel, minor, 'publish-project': `isv:team:${channel}:v${minor}`, versions }
}
