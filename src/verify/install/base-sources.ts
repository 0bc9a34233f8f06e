import { constants } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exists } from '../../host/file.js'
import type { Base } from '../../plan/base.js'

/** The release of a machine as a person calls it, such as Debian GNU/Linux 12 (bookworm). */
export async function nameMachine(root = '/'): Promise<string> {
  const text = await readFile(join(root, 'etc/os-release'), 'utf8').catch(() => '')
  return /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(text)?.[1] ?? 'distribution'
}

/** Which base it is, in words: `this machine's Debian GNU/Linux 12 (bookworm)`. */
export interface BaseName {
  readonly short: string
  readonly inFull: string
}

/** Says which base it is. */
export async function nameBase(base: Base): Promise<BaseName> {
  const inFull = await describeBase(base)
  return { short: base.kind === 'provides' ? 'an assumed base' : inFull, inFull }
}

/** What to do about a requirement that an assumed base does not meet, because it has nothing that nobody stated. */
export function adviseBase(complaint: string, isAssumed: boolean): string {
  if (!isAssumed || !complaint.includes('nothing provides')) return ''
  return '; what the distribution has is stated by `base` of the builder, as its repositories or by `provides`'
}

async function describeBase(base: Base): Promise<string> {
  if (base.kind === 'host') return `this machine's ${await nameMachine()}`
  if (base.kind === 'sources')
    return `the stated sources ${[...new Set(base.sources.match(/\w+:\/\/[^\s\]]+/g) ?? [])].join(', ')}`
  if (base.kind === 'repositories') return base.urls.join(', ')
  return base.provides.length > 0
    ? `an assumed base that provides ${base.provides.join(', ')}`
    : 'an assumed base with a shell alone'
}

/** Writes the sources of a base of debs into a folder of apt's; the machine's are copies of its own. */
export async function writeBaseSources(base: Base, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  if (base.kind === 'sources') {
    const suffix = /^(Types|URIs):/im.test(base.sources) ? 'sources' : 'list'
    await writeFile(join(folder, `base.${suffix}`), `${base.sources.trim()}\n`)
  } else if (base.kind === 'host') {
    if (await exists('/etc/apt/sources.list')) await copyFile('/etc/apt/sources.list', join(folder, 'machine.list'))
    for (const name of await readdir('/etc/apt/sources.list.d').catch(() => []))
      if (/\.(list|sources)$/.test(name)) await copyFile(join('/etc/apt/sources.list.d', name), join(folder, name))
  }
}

/** Copies the machine's own indexes, so that they need not be fetched; whether there are any. */
export async function copyMachineLists(folder: string): Promise<boolean> {
  const own = '/var/lib/apt/lists'
  const names = (await readdir(own).catch(() => [])).filter((name) =>
    /_(InRelease|Release|Release\.gpg|Packages(\.\w+)?)$/.test(name),
  )
  // A copy: apt changes the times of its files. Where the file system can, it shares their blocks.
  for (const name of names) await copyFile(join(own, name), join(folder, name), constants.COPYFILE_FICLONE)
  return names.some((name) => /_Packages(\.\w+)?$/.test(name))
}
