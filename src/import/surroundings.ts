import { open, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Host } from '../host/host.js'
import type { Look, Surroundings } from './draft.js'
import { recognizeLicense } from './license.js'

const elf = '\u007fELF'

/** Looks around in the working directory: its licence, its origin, and who works here. */
export async function surveyProject(host: Host): Promise<Surroundings> {
  const { work } = host.directories
  const git = async (...args: readonly string[]) => {
    const command = ['-c', `safe.directory=${work}`, ...args]
    const result = await host.exec('git', command, { cwd: work, allow: 'any' }).catch(() => undefined)
    return result?.code === 0 && result.stdout.trim() !== '' ? result.stdout.trim() : undefined
  }
  const names = await readdir(work).catch((): string[] => [])
  const license = names.find((name) => /^(?:LICEN[CS]E|COPYING)(?:\.\w+)?$/i.test(name))
  const [user, address] = [await git('config', 'user.name'), await git('config', 'user.email')]
  return {
    url: toWebAddress(await git('remote', 'get-url', 'origin')),
    newest: await git('describe', '--tags', '--abbrev=0'),
    maintainer: user !== undefined && address !== undefined ? `${user} <${address}>` : undefined,
    license: license === undefined ? undefined : recognizeLicense(await readFile(join(work, license), 'utf8')),
    env: host.env,
    look: (path) => lookAt(join(work, path)),
  }
}

/** The page of a repository by the address that git has of it; undefined for one of this machine. */
function toWebAddress(origin: string | undefined): string | undefined {
  const [, host, path] = /^(?:https?:\/\/(?:[^@/]+@)?|ssh:\/\/git@|git@)([\w.-]+)[:/](.+?)(?:\.git)?\/?$/.exec(origin ?? '') ?? []
  return host === undefined || path === undefined ? undefined : `https://${host}/${path}`
}

/** What lies at a path. */
export async function lookAt(file: string): Promise<Look> {
  const found = await stat(file).catch(() => undefined)
  if (found === undefined) return { kind: 'absent' }
  if (found.isDirectory()) return { kind: 'folder' }
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0)
    const isProgram = buffer.toString('latin1', 0, bytesRead) === elf
    return { kind: 'file', isExecutable: (found.mode & 0o111) !== 0, isProgram }
  } finally {
    await handle.close()
  }
}
