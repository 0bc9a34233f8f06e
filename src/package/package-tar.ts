import type { Header } from 'tar-stream'
import { ToolError, WorkError } from '../error.js'
import { walkTar } from '../host/tar.js'

/**
 * Walks through a tar archive as it streams by; what the visitor leaves of a content is skipped. Throws a
 * {@link WorkError} for a damaged archive, and what the stream throws.
 */
export async function readTar(
  archive: AsyncIterable<Buffer>,
  visit: (header: Header, content: AsyncIterable<Buffer>) => Promise<void>,
): Promise<void> {
  try {
    await walkTar(archive, visit)
  } catch (error) {
    if (error instanceof ToolError || error instanceof WorkError) throw error
    throw new WorkError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

/** The absolute path that an archive's member (`./usr/bin/runc`, `usr/bin/`) is installed at. */
export function toPath(member: string): string {
  return `/${member
    .replace(/^\.?\/+/, '')
    .replace(/^\.$/, '')
    .replace(/\/+$/, '')}`
}
