import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Desk } from './desk.js'

const run = promisify(execFile)

/** Gives a file another name, which may depend on its digest. */
export async function rename(desk: Desk, path: string, name: (sha256: string) => string): Promise<void> {
  const content = await desk.read(path)
  await desk.write(name(createHash('sha256').update(content).digest('hex')), content)
  await desk.remove(path)
}

const suffixes: Readonly<Record<string, string>> = { xz: 'xz', bzip2: 'bz2', zstd: 'zst', lzma: 'lzma' }

/** Writes a compressed form beside a file; or, by `createrepo NAME`, all metadata anew in that compression. */
export async function compress(desk: Desk, path: string, how: string): Promise<void> {
  const [tool = '', name] = how.split(' ')
  if (how === 'createrepo zstd') return recompress(desk)
  if (tool === 'createrepo') {
    const key = await desk.read('repodata/repomd.xml.key')
    await run('createrepo_c', ['-q', '--no-database', `--general-compress-type=${name}`, '--checksum=sha256', desk.root])
    await desk.write('repodata/repomd.xml.key', key)
    return desk.editRepomd((text) => text)
  }
  const args = tool === 'lzma' ? ['xz', '--format=lzma', '--stdout'] : [tool, '--stdout']
  const [program = '', ...rest] = args
  const { stdout } = await run(program, [...rest, join(desk.root, path)], { encoding: 'buffer', maxBuffer: 1 << 26 })
  await desk.write(`${path}.${suffixes[tool]}`, stdout)
}

/** createrepo_c of Debian 12 writes no zstd. */
async function recompress(desk: Desk): Promise<void> {
  let repomd = (await desk.read('repodata/repomd.xml')).toString()
  for (const block of repomd.match(/<data [^]*?<\/data>/g) ?? []) {
    const path = /href="([^"]+)\.gz"/.exec(block)?.[1]
    if (path === undefined) continue
    await run('gzip', ['-d', join(desk.root, `${path}.gz`)])
    await compress(desk, path, 'zstd')
    const packed = await desk.read(`${path}.zst`)
    const changed = block
      .replace(`${path}.gz`, `${path}.zst`)
      .replace(/(<checksum [^>]*>)[^<]*/, `$1${createHash('sha256').update(packed).digest('hex')}`)
      .replace(/<size>\d+/, `<size>${packed.length}`)
    repomd = repomd.replace(block, changed)
    await desk.remove(path)
  }
  await desk.editRepomd(() => repomd)
}
