import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hashBytes } from '../host/file.js'
import type { Host } from '../host/host.js'
import { partsFolder } from './macros.js'

/** The program that makes debs of specs. */
export interface Debbuild {
  readonly program: string
  /** What it is, for people; also tells two of them apart. */
  readonly identity: string
  /** Whether it has macros for units. */
  readonly knowsUnits: boolean
}

/** debbuild itself when it is installed, or else the stand-in that the suite brings along. */
export async function findDebbuild(host: Host): Promise<Debbuild> {
  const ask = (...args: string[]) =>
    host
      .exec('debbuild', args, { allow: 'any', env: { HOME: '/nonexistent' } })
      .catch(() => ({ code: 127, stdout: '', stderr: '' }))
  const { code, stdout } = await ask('--version')
  // The stand-in, where it is installed as debbuild, does not know this option.
  if (code === 0 && stdout.includes('debbuild')) {
    const units = (await ask('--eval', '%{?_unitdir}')).stdout.trim() !== ''
    const version = /version (\S+)/.exec(stdout)?.[1] ?? 'of an unknown version'
    return { program: 'debbuild', identity: `debbuild ${version}${units ? '' : ', own macros for units'}`, knowsUnits: units }
  }
  const folder = partsFolder(host)
  const parts = ['debbuild', 'debbuild.macros', 'systemd-deb.macros']
  const text = (await Promise.all(parts.map((name) => readFile(join(folder, name), 'utf8')))).join('')
  const { stdout: rpmbuild } = await host.exec('rpmbuild', ['--version'])
  const { stdout: dpkg } = await host.exec('dpkg-deb', ['--version'])
  const versions = `${rpmbuild.trim()}, ${/\d[\w.+~-]*/.exec(dpkg)?.[0] ?? dpkg.trim()}`
  const identity = `the stand-in for debbuild ${hashBytes(text, 'sha256').slice(0, 12)} (${versions})`
  return { program: join(folder, 'debbuild'), identity, knowsUnits: true }
}
