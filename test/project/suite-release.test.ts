import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'

let folder: string
const today = new Date().toISOString().slice(0, 10)
const old = '\n## 1.1.0 (2026-01-02)\n\n- The old.\n'

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'obs-publish-release-'))
  const own = { name: 'x', version: '1.1.0' }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(own))
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ ...own, packages: { '': own } }))
  writeFileSync(join(folder, 'CHANGELOG.md'), `# Changes\n\n## Unreleased\n\n- The new.\n${old}`)
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

const read = (name: string) => readFileSync(join(folder, name), 'utf8')

function release(version: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve('scripts/release.mjs'), version], {
    cwd: folder,
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

test('a release moves the news below its version, sets the version, and prints the notes', () => {
  expect(release('1.2.0')).toEqual({ status: 0, stdout: '1.2.0\n\n- The new.\n', stderr: '' })
  expect(read('CHANGELOG.md')).toBe(`# Changes\n\n## Unreleased\n\n## 1.2.0 (${today})\n\n- The new.\n${old}`)
  expect(JSON.parse(read('package.json'))).toEqual({ name: 'x', version: '1.2.0' })
  expect(JSON.parse(read('package-lock.json'))).toMatchObject({ version: '1.2.0', packages: { '': { version: '1.2.0' } } })
})

test.each([
  ['a version that is none', 'v1.2', "release: 'v1.2' is no version; give one such as 1.2.3.\n"],
  ['one that is older', '1.0.9', 'release: 1.0.9 is not newer than 1.1.0 of package.json.\n'],
  ['one that was released', '1.1.0', 'release: CHANGELOG.md has 1.1.0 already.\n'],
])('%s is refused, and nothing is changed', (_, version, told) => {
  const before = read('CHANGELOG.md')
  expect(release(version)).toEqual({ status: 2, stdout: '', stderr: told })
  expect(read('CHANGELOG.md')).toBe(before)
  expect(JSON.parse(read('package.json'))).toMatchObject({ version: '1.1.0' })
})

test('without news there is nothing to release', () => {
  writeFileSync(join(folder, 'CHANGELOG.md'), `# Changes\n\n## Unreleased\n${old}`)
  expect(release('1.2.0').stderr).toBe('release: CHANGELOG.md has nothing under "Unreleased", so there is nothing to release.\n')
})
