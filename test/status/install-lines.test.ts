import { describe, expect, test } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { listInstallLines } from '../../src/status/install-lines.js'
import { readSnippet } from '../../src/status/tested-snippet.js'
import type { Snippet } from '../../src/verify/request.js'
import { cellRowOf } from '../report/rows.js'
import { fingerprint, repositoryRows } from './reports.js'

const rowsOf = (format: 'deb' | 'rpm', name = 'hello') => [
  cellRowOf('passed', { format, package: name, version: '1.2.3', architecture: 'x' }),
  ...repositoryRows(format, 'stable', { fingerprint }),
]
const snippetOf = (format: 'deb' | 'rpm'): Snippet => {
  const snippet = rowsOf(format).flatMap((row) => row.snippet ?? [])[0]
  if (snippet === undefined) throw new Error('the rows have no snippet')
  return snippet
}

test('the lines for apt fetch the key, write the source that was tried, and install', () => {
  expect(listInstallLines(rowsOf('deb'), 'deb')).toEqual([
    {
      manager: 'apt',
      systems: 'Debian, Ubuntu',
      builder: 'deb',
      lines: `sudo install -d -m 0755 /etc/apt/keyrings
sudo curl -fsSL 'https://example.org/stable/deb/Release.key' -o /etc/apt/keyrings/example-org.asc
sudo tee /etc/apt/sources.list.d/example-org.sources > /dev/null <<'EOF'
Types: deb
URIs: https://example.org/stable/deb/
Suites: /
Signed-By: /etc/apt/keyrings/example-org.asc
EOF
sudo apt-get update
sudo apt-get install hello`,
    },
  ])
})

test('the lines for dnf and zypper write the repository that was tried where each looks for it', () => {
  const [dnf, zypper] = listInstallLines(rowsOf('rpm'), 'rpm').map(({ lines }) => lines)
  const file = `[example-org]
name=example-org
baseurl=https://example.org/stable/rpm/
enabled=1
gpgcheck=1
repo_gpgcheck=1
gpgkey=https://example.org/stable/rpm/repodata/repomd.xml.key
EOF`
  expect(dnf).toBe(`sudo tee /etc/yum.repos.d/example-org.repo > /dev/null <<'EOF'\n${file}\nsudo dnf install hello`)
  expect(zypper).toBe(
    `sudo tee /etc/zypp/repos.d/example-org.repo > /dev/null <<'EOF'\n${file}\nsudo zypper refresh example-org\nsudo zypper install hello`,
  )
})

test('a shell reads all of them as they are meant', () => {
  for (const { lines } of [...listInstallLines(rowsOf('deb'), ''), ...listInstallLines(rowsOf('rpm'), '')]) {
    const { stdout, stderr } = spawnSync('bash', ['-c', `sudo() { echo "sudo $*"; }; ${lines}`], { encoding: 'utf8' })
    expect(stderr).toBe('')
    const told = lines
      .replace(/ > \/dev\/null <<'EOF'[^]*?\nEOF/, '')
      .replaceAll("'", '')
      .split('\n')
    // What tee is told goes to /dev/null, as its own words do.
    expect(stdout.trimEnd().split('\n')).toEqual(told.filter((line) => !line.startsWith('sudo tee')))
  }
})

test('without a key that the repository publishes none is fetched, and without packages there is nothing to install', () => {
  const rows = rowsOf('deb').map((row) =>
    row.snippet === undefined ? row : { ...row, snippet: { path: row.snippet.path, text: row.snippet.text } },
  )
  expect(listInstallLines(rows, 'deb')[0]?.lines).not.toContain('curl')
  expect(listInstallLines(repositoryRows('deb', 'stable', { fingerprint }), 'deb')).toEqual([])
  expect(listInstallLines(rowsOf('deb', 'a; reboot'), 'deb')).toEqual([])
})

describe('lines that no writer of the suite has written are not shown to who runs them as root:', () => {
  const [deb, rpm] = [snippetOf('deb'), snippetOf('rpm')]
  const change = (snippet: Snippet, from: string, to: string) => ({ ...snippet, text: snippet.text.replace(from, to) })
  test.each<[string, Snippet]>([
    ['an end of the file', change(deb, 'Suites: /', 'Suites: /\nEOF\nreboot')],
    ['a source without a signature', change(deb, 'Suites: /', 'Suites: /\nTrusted: yes')],
    ['another field', change(deb, 'Types: deb', 'Types: deb deb-src')],
    ['a substitution', change(deb, 'stable', '$(reboot)')],
    ['a password', change(deb, 'https://', 'https://jane:secret@')],
    ['another kind of address', change(deb, 'https:', 'file:')],
    ['a key ring elsewhere', change(deb, '/etc/apt/keyrings/', '/tmp/')],
    ['a file elsewhere', { ...deb, path: '/etc/apt/sources.list.d/../../passwd' }],
    ['a file of another kind', { ...deb, path: '/etc/cron.d/x' }],
    ['a suite that is a substitution', change(deb, 'Suites: /', 'Suites: `reboot`')],
    ['a repository that checks nothing', change(rpm, 'gpgcheck=1', 'gpgcheck=0')],
    ['another key', change(rpm, 'gpgkey=https://example.org', 'gpgkey=https://example.com')],
    ['a second repository', change(rpm, 'enabled=1', 'enabled=1\n[x]\nbaseurl=https://example.com/')],
    ['letters that a terminal reads', change(rpm, 'stable', 'st\u001B[2Jable')],
  ])('%s', (_, snippet) => {
    expect(readSnippet(snippet)).toBeUndefined()
  })

  test.each([
    ['an address elsewhere', 'https://example.com/Release.key'],
    ['a command', "https://example.org/stable/deb/'; reboot; '"],
  ])('a key at %s is not fetched', (_, url) => {
    expect(readSnippet({ ...deb, key: { url, path: '/etc/apt/keyrings/example-org.asc' } })).toMatchObject({ keyUrl: undefined })
  })
})
