import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Workshop } from '../fixture.js'

const run = promisify(execFile)

export interface ReleaseOptions {
  /** Fields in place of the usual ones; undefined leaves one out. */
  readonly fields?: Readonly<Record<string, string | undefined>>
  readonly digests?: readonly ('MD5Sum' | 'SHA1' | 'SHA256' | 'SHA512')[]
  /** Lines for every list, after those of the files. */
  readonly extra?: string
  readonly key?: string | undefined
  readonly forms?: readonly ('Release.gpg' | 'InRelease')[]
}

/** A copy of a repository on somebody's desk, to be changed and signed again. */
export interface Desk {
  readonly root: string
  readonly workshop: Workshop
  /** Where it is served, once it is. */
  url: string
  read(path: string): Promise<Buffer>
  write(path: string, content: string | Buffer): Promise<void>
  edit(path: string, change: (text: string) => string): Promise<void>
  remove(...paths: readonly string[]): Promise<void>
  /** Changes Packages, and everything that vouches for it. */
  editPackages(change: (text: string) => string, options?: ReleaseOptions): Promise<void>
  /** Writes Release for the indexes that are there, and signs it. */
  release(options?: ReleaseOptions): Promise<void>
  /** Changes an index of rpm metadata, and everything that vouches for it. */
  editMetadata(type: string, change: (text: string) => string): Promise<void>
  /** Changes repomd.xml and signs it. */
  editRepomd(change: (text: string) => string, key?: string): Promise<void>
  gpg(...args: readonly string[]): Promise<string>
  sign(file: string, how: 'detach' | 'clear', to: string, key?: string): Promise<void>
}

const names = { MD5Sum: 'md5', SHA1: 'sha1', SHA256: 'sha256', SHA512: 'sha512' } as const

/** Copies a repository. `folder` is where its Release lies, empty for a flat one. */
export async function openDesk(workshop: Workshop, base: string, folder = ''): Promise<Desk> {
  const root = await mkdtemp(join(workshop.folder, 'desk-'))
  await chmod(root, 0o755)
  await cp(base, root, { recursive: true })
  const at = (path: string) => join(root, path)
  const read = (path: string) => readFile(at(path))
  const write = async (path: string, content: string | Buffer) => {
    await mkdir(dirname(at(path)), { recursive: true })
    await writeFile(at(path), content)
  }
  const edit = async (path: string, change: (text: string) => string) =>
    write(path, Buffer.from(change((await read(path)).toString('latin1')), 'latin1'))
  const remove = async (...paths: readonly string[]) => {
    for (const path of paths) await rm(at(path), { recursive: true, force: true })
  }
  const gpg = async (...args: readonly string[]) =>
    (
      await run('gpg', ['--batch', '--yes', '--pinentry-mode', 'loopback', '--passphrase', '', ...args], {
        env: workshop.environment,
      })
    ).stdout
  const sign = async (file: string, how: 'detach' | 'clear', to: string, key = 'good@example.org') => {
    await gpg('--local-user', key, '--armor', '--output', at(to), how === 'detach' ? '--detach-sign' : '--clearsign', at(file))
  }

  async function indexes(): Promise<string[]> {
    const found = await readdir(at(folder), { recursive: true })
    return found.filter((name) => /(^|\/)Packages(\.\w+)?$/.test(name)).sort()
  }

  async function release({ fields = {}, digests = ['MD5Sum', 'SHA1', 'SHA256'], extra = '', key, forms }: ReleaseOptions = {}) {
    const usual = { Origin: 'demo', Suite: 'stable', Codename: 'stable', Components: 'main', Architectures: 'amd64 arm64' }
    const all: Readonly<Record<string, string | undefined>> = {
      ...usual,
      Date: new Date(Date.now() - 60_000).toUTCString(),
      ...fields,
    }
    const head = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}\n`]))
    const lists = await Promise.all(
      digests.map(async (list) => {
        const lines = (await indexes()).map(async (name) => {
          const content = await read(join(folder, name))
          return ` ${createHash(names[list]).update(content).digest('hex')} ${content.length} ${name}\n`
        })
        return `${list}:\n${(await Promise.all(lines)).join('')}${extra}`
      }),
    )
    const place = join(folder, 'Release')
    await write(place, [...head, ...lists].join(''))
    for (const form of ['Release.gpg', 'InRelease'] as const) {
      await remove(join(folder, form))
      if (forms === undefined || forms.includes(form))
        await sign(place, form === 'InRelease' ? 'clear' : 'detach', join(folder, form), key)
    }
    if (forms !== undefined && !forms.includes('Release.gpg')) await remove(place)
  }

  async function editRepomd(change: (text: string) => string, key?: string): Promise<void> {
    await edit('repodata/repomd.xml', change)
    await sign('repodata/repomd.xml', 'detach', 'repodata/repomd.xml.asc', key)
  }

  return {
    root,
    workshop,
    url: '',
    read,
    write,
    edit,
    remove,
    release,
    editRepomd,
    gpg,
    sign,
    async editPackages(change, options) {
      for (const name of (await indexes()).filter((each) => each.endsWith('Packages'))) {
        const path = join(folder, name)
        await edit(path, change)
        await write(`${path}.gz`, gzipSync(await read(path)))
      }
      await release(options)
    },
    async editMetadata(type, change) {
      const repomd = (await read('repodata/repomd.xml')).toString()
      const block = new RegExp(`<data type="${type}">[^]*?</data>`).exec(repomd)?.[0] ?? ''
      const path = /href="([^"]+)"/.exec(block)?.[1] ?? ''
      const open = Buffer.from(change(gunzipSync(await read(path)).toString()))
      const packed = gzipSync(open)
      await write(path, packed)
      const sha = (content: Buffer) => createHash('sha256').update(content).digest('hex')
      const changed = block
        .replace(/(<checksum [^>]*>)[^<]*/, `$1${sha(packed)}`)
        .replace(/(<open-checksum [^>]*>)[^<]*/, `$1${sha(open)}`)
        .replace(/<size>\d+/, `<size>${packed.length}`)
        .replace(/<open-size>\d+/, `<open-size>${open.length}`)
      await editRepomd((text) => text.replace(block, changed))
    },
  }
}
