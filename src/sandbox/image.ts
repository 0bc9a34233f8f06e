import { link, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { WorkError } from '../error.js'
import { exists } from '../host/file.js'
import type { Host } from '../host/host.js'
import { withLock } from '../host/lock.js'
import type { Backend } from './backend.js'
import { fullDirectory } from './build-root.js'
import { account, base, imagePackage, type Layout } from './layout.js'
import { imageContent } from './project-config.js'
import { renderImagePackage } from './project-xml.js'

/** Milliseconds. */
const patienceWithOldFailure = 20_000

/** The scheduler's list of an architecture's images. */
const index = ':preinstallimages'

/** What the base project's config requires of every build, but no image shall hold. */
const ignored = ['fakearch']

/** The recipe: everything but the packages that are installed anew for each build. */
export function renderImageRecipe(): string {
  return `Name: ${imagePackage}\n${imageContent.map((name) => `BuildRequires: ${name}\n`).join('')}${ignored.map((name) => `#!BuildIgnore: ${name}\n`).join('')}`
}

function keptImage(digest: string, host: Host): string {
  return join(host.directories.cache, 'sandbox', 'images', digest)
}

/** Makes sure that every architecture has the image of exactly this build root; false when no image is kept. */
export async function restoreImage(
  layout: Layout,
  digest: string,
  architectures: readonly string[],
  host: Host,
): Promise<boolean> {
  const lacking = await Promise.all(architectures.map(async (name) => !(await exists(join(fullDirectory(layout, name), index)))))
  if (!lacking.includes(true)) return true
  const kept = keptImage(digest, host)
  if (!(await exists(join(kept, index)))) return false
  const [first = ''] = architectures
  const target = fullDirectory(layout, first)
  // cp keeps the hard link between the image and its other name, where Node's own would copy it twice.
  await host.exec('cp', ['-a', join(kept, imagePackage), join(kept, index), target])
  await shareImage(layout, first, architectures.slice(1), host)
  return true
}

/** Hard-links the image of one architecture into others: its content is the same. */
async function shareImage(layout: Layout, from: string, others: readonly string[], host: Host): Promise<void> {
  const source = fullDirectory(layout, from)
  for (const other of others) {
    const target = fullDirectory(layout, other)
    await rm(join(target, imagePackage), { recursive: true, force: true })
    await mkdir(join(target, imagePackage), { recursive: true })
    for (const name of await readdir(join(source, imagePackage))) {
      await link(join(source, imagePackage, name), join(target, imagePackage, name))
    }
    await rm(join(target, index), { force: true })
    await link(join(source, index), join(target, index))
  }
  const owned = [from, ...others].flatMap((name) => [imagePackage, index].map((part) => join(fullDirectory(layout, name), part)))
  await host.exec('chown', ['-R', `${account}:${account}`, ...owned])
}

/** Has OBS build the image once on this machine's architecture, shares it and keeps a copy for later instances. */
export async function buildImage(
  layout: Layout,
  backend: Backend,
  digest: string,
  native: string,
  others: readonly string[],
  host: Host,
): Promise<void> {
  host.log.info('Building the preinstall image of the build root; this takes about a minute and is kept for later starts')
  const path = `/source/${base.project}/${imagePackage}`
  await backend.demand('PUT', `${path}/_meta?user=sandbox`, renderImagePackage(native))
  await backend.demand('PUT', `${path}/_${imagePackage}?user=sandbox`, renderImageRecipe())
  // A failure of an earlier start would stay, and is shown until the scheduler has looked again.
  await backend.demand('POST', `/build/${base.project}?cmd=rebuild&package=${imagePackage}&arch=${native}`)
  const begun = host.clock.now()
  let seenPending = false
  const source = fullDirectory(layout, native)
  while (!(await exists(join(source, index)))) {
    const result = await backend.demand('GET', `/build/${base.project}/_result?package=${imagePackage}&arch=${native}`)
    const code = /<status package="preinstallimage" code="(failed|unresolvable)"/.exec(result)?.[1]
    seenPending ||= code === undefined
    if (code !== undefined && (seenPending || host.clock.now() - begun > patienceWithOldFailure)) {
      const reason = /<details>([^<]*)/.exec(result)?.[1] ?? `see ${join(source, imagePackage, 'logfile')}`
      throw new WorkError(`The sandbox's build root cannot be made, its preinstall image is ${code}: ${reason}`)
    }
    if (host.clock.now() - begun > 600_000)
      throw new WorkError(`The sandbox's preinstall image was not built within ten minutes: ${result}`)
    await host.clock.sleep(500)
  }
  await backend.demand('PUT', `${path}/_meta?user=sandbox`, renderImagePackage(undefined))
  await shareImage(layout, native, others, host)
  await keepImage(source, digest, host)
}

async function keepImage(source: string, digest: string, host: Host): Promise<void> {
  const kept = keptImage(digest, host)
  const images = join(host.directories.cache, 'sandbox', 'images')
  await withLock(join(images, 'lock'), host, 60_000, async () => {
    if (await exists(kept)) return
    const partial = `${kept}.partial`
    await rm(partial, { recursive: true, force: true })
    await mkdir(partial, { recursive: true })
    await host.exec('cp', ['-a', join(source, imagePackage), join(source, index), partial])
    await dropOldImages(images)
    await rename(partial, kept)
  })
}

/** Images of earlier build roots: a few stay, since caches are shared by suites that differ. */
async function dropOldImages(images: string): Promise<void> {
  const names = (await readdir(images)).filter((name) => /^[0-9a-f]{64}$/.test(name))
  const aged = await Promise.all(names.map(async (name) => ({ name, time: (await stat(join(images, name))).mtimeMs })))
  aged.sort((a, b) => b.time - a.time)
  for (const { name } of aged.slice(1)) await rm(join(images, name), { recursive: true, force: true })
}
