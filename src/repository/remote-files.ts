import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ServiceError } from '../error.js'
import type { Host } from '../host/host.js'

/** The files of one repository, brought to this machine. */
export interface RemoteFiles {
  /** The repository's root, with a slash at its end. */
  readonly url: string
  /** Downloads a file named relative to the root and returns its local path; undefined when it is not there. */
  fetch(path: string): Promise<string | undefined>
}

/**
 * Remote files that are kept below a folder, in folders of their own: names that a repository states are never
 * used as local paths.
 */
export function openRemote(url: string, folder: string, host: Host): RemoteFiles {
  const root = url.endsWith('/') ? url : `${url}/`
  let count = 0
  return {
    url: root,
    async fetch(path) {
      const place = join(folder, String(++count))
      await mkdir(place, { recursive: true })
      const file = join(place, `file${/\.[a-z0-9]+$/.exec(path)?.[0] ?? ''}`)
      try {
        await host.http.download(`${root}${encodePath(path)}`, file)
        return file
      } catch (error) {
        if (error instanceof ServiceError && isMissing(error.status)) return undefined
        throw error
      }
    },
  }
}

/** Download hosts that may not be listed say 403 of a path that does not exist. */
function isMissing(status: number | undefined): boolean {
  return status === 403 || status === 404 || status === 410
}

/** Whether a path that a repository states stays below its root. */
export function staysInside(path: string): boolean {
  return !path.startsWith('/') && !/^[a-z][a-z0-9+.-]*:\/\//i.test(path) && !path.split('/').includes('..')
}

function encodePath(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '.')
    .map(encodeURIComponent)
    .join('/')
}
