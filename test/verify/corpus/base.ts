import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import * as fixture from '../fixture.js'
import type { CorpusCase } from './case.js'
import { openDesk, type Desk } from './desk.js'

type Bases = Readonly<Record<CorpusCase['base'], string>>

/** What follows the host's address, where a case has no address of its own. */
export const addresses: Bases = { flat: '/', dists: '/dists/stable', rpm: '/' }

/** Makes the sound repositories that cases spoil, and resolves to their folders. */
export async function makeBases(workshop: fixture.Workshop): Promise<Bases> {
  const architectures = ['x86_64']
  const flat = await fixture.publish(workshop, { format: 'deb', architectures })
  const rpm = await fixture.publish(workshop, { format: 'rpm', architectures })
  const dists = join(workshop.folder, 'dists-base')
  const binary = join(dists, 'dists/stable/main/binary-amd64')
  await mkdir(binary, { recursive: true })
  await cp(join(flat, 'amd64'), join(dists, 'pool'), { recursive: true })
  const packages = (await readFile(join(flat, 'Packages'), 'utf8')).replaceAll('Filename: amd64/', 'Filename: pool/')
  await writeFile(join(binary, 'Packages'), packages)
  await writeFile(join(binary, 'Packages.gz'), gzipSync(packages))
  const desk = await openBase(workshop, { flat, dists, rpm }, 'dists')
  await desk.release()
  await rm(dists, { recursive: true })
  await cp(desk.root, dists, { recursive: true })
  return { flat, dists, rpm }
}

/** Copies a sound repository onto a desk. */
export function openBase(workshop: fixture.Workshop, bases: Bases, base: CorpusCase['base']): Promise<Desk> {
  return openDesk(workshop, bases[base], base === 'dists' ? 'dists/stable' : '')
}
