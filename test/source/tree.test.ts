import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { pack as startArchive } from 'tar-stream'
import { buffer } from 'node:stream/consumers'
import { testHost, type TestHost } from '../support/host.js'
import { amd64, arm64, collect } from './project.js'

let host: TestHost
beforeEach(async () => {
  host = await testHost({ env: { PATH: process.env['PATH'] } })
})
afterEach(() => host.remove())

type Member = readonly [name: string, content: string | Buffer | null, target?: string]

/** An archive: a member without content is a folder, or a link when it has a target. */
async function archiveOf(members: readonly Member[]): Promise<Buffer> {
  const archive = startArchive()
  for (const [name, content, linkname] of members) {
    if (linkname !== undefined) archive.entry({ name, type: 'symlink', linkname })
    else if (content === null) archive.entry({ name, type: 'directory' })
    else archive.entry({ name, mode: name.endsWith('.sh') ? 0o755 : 0o644 }, content)
  }
  archive.finalize()
  return buffer(archive)
}

const plain: readonly Member[] = [
  ['p/public/', null],
  ['p/public/index.html', '<p>'],
  ['p/public/void/', null],
  ['p/public/img/a.png', 'png'],
  ['p/public/img/run.sh', '#!'],
  ['p/public/img/link', null, '../index.html'],
  ['p/other', 'x'],
]

/** What is collected for one architecture of an archive for two. */
async function take(files: string, members: readonly Member[]): Promise<string[]> {
  const beside = {
    'a-amd64.tar': await archiveOf([...members, ['p/hello', amd64]]),
    'a-arm64.tar': await archiveOf([...members, ['p/hello', arm64]]),
  }
  const source = '{ folder: "a-{goarch}.tar", archive: { strip: 1 } }'
  const found = await collect({ source, files, beside }, host)
  return found
    .filter(({ architecture }) => architecture === 'aarch64')
    .map(({ place, type, target, executable }) =>
      type === 'link' ? `${place} -> ${target}` : `${place}${type === 'folder' ? '/' : executable ? '*' : ''}`,
    )
}

test('a tree of an archive keeps folders, links and modes', async () => {
  expect(await take("/usr/share/hello/: { member: 'public/**' }", plain)).toEqual([
    'aarch64/public/img/a.png',
    'aarch64/public/img/link -> ../index.html',
    'aarch64/public/img/run.sh*',
    'aarch64/public/index.html',
    'aarch64/public/void/',
  ])
  expect(await take("/usr/share/hello/: { member: 'public/**/*.png' }", plain)).toEqual(['aarch64/public/img/a.png'])
  expect(await take("/usr/share/hello/: { member: '**' }", plain)).toHaveLength(8)
})

test.each<[string, string, readonly Member[], string]>([
  [
    'public/*',
    'a folder that the pattern leaves out',
    plain,
    'has the folder public/img, which public/* leaves out; write public/** to',
  ],
  [
    'public/**',
    'a link that leads out of the tree',
    [...plain, ['p/public/l', null, '../other']],
    'has public/l as a link to ../other, which leads out of public',
  ],
  ['public/**', 'a name with a space', [...plain, ['p/public/a b', '']], 'has "public/a b", whose name holds other characters'],
  ['nothing/**', 'no such folder', plain, 'has no nothing/** once 1 leading folders are dropped; it has '],
])('%s of an archive with %s is refused', async (member, _, members, message) => {
  await expect(take(`/usr/share/hello/: { member: '${member}' }`, members)).rejects.toThrow(message)
})
