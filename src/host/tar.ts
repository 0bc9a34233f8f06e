import { pipeline } from 'node:stream/promises'
import type { Header } from 'tar-stream'

/**
 * Walks through a tar archive as it streams by; what the visitor leaves of a content is skipped. Throws what the
 * visitor throws, or else what is wrong with the archive.
 */
export async function walkTar(
  archive: AsyncIterable<Buffer>,
  visit: (header: Header, content: AsyncIterable<Buffer>) => Promise<void> | void,
): Promise<void> {
  const { extract } = await import('tar-stream')
  const unpacked = extract()
  let refusal: { readonly error: unknown } | undefined
  const walk = async () => {
    for await (const entry of unpacked) {
      // The parts of an archive that is read from buffers are buffers.
      try {
        await visit(entry.header, entry as AsyncIterable<Buffer>)
      } catch (error) {
        refusal = { error }
        throw error
      }
      entry.resume()
    }
  }
  const [flow, walked] = await Promise.allSettled([pipeline(archive, unpacked), walk()])
  if (refusal) throw refusal.error
  for (const result of [flow, walked]) if (result.status === 'rejected') throw result.reason
}
