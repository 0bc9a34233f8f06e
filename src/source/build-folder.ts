import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Platform } from '../platform.js'

/** A folder that goreleaser built into: `lens_linux_amd64_v1` is of the build lens. */
export interface BuildFolder {
  readonly build: string
  readonly place: string
}

/**
 * The folders of goreleaser's `dist` that hold programs of a platform, those for the oldest processors of it first. ARM's
 * version is part of a platform's name, and no other variant is.
 */
export async function listBuildFolders(dist: string, platform: Platform): Promise<readonly BuildFolder[]> {
  const { os, goarch, architecture } = platform
  const entries = await readdir(dist, { withFileTypes: true }).catch(() => [])
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  return names.sort().flatMap((name) => {
    const [, build, variant] = new RegExp(`^(.+)_${os}_${goarch}(?:_([^_]+))?$`).exec(name) ?? []
    if (build === undefined) return []
    if (goarch === 'arm' && architecture !== `armv${variant}l`) return []
    return [{ build, place: join(dist, name) }]
  })
}
