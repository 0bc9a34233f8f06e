import { WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import { formatSize, TooLargeError } from '../host/measure.js'
import { decompress, openName } from './index-compression.js'
import type { Sink } from './index-scan.js'
import { limits } from './limit.js'
import type { RemoteFiles } from './remote-files.js'
import { measure, type Stated } from './stated.js'

/** An index in one of its forms. */
export interface IndexForm {
  /** Its suffix says how it is compressed. */
  readonly path: string
  readonly stated: Stated
  /** What is stated of it when it is open. */
  readonly open: Stated | undefined
}

/**
 * Reads an index in one pass: fetched, measured, opened, measured again and handed on as it comes. Resolves to undefined when
 * it is not there. Throws a {@link WorkError} for one that is not as stated, or that the sink refuses.
 * @param place where it is: its path below the root, or an address
 * @param start makes a sink for what it holds, a new one each time that it is read
 */
export async function readIndex<T>(
  { path, stated, open = { digests: {} } }: IndexForm,
  place: string,
  source: RemoteFiles,
  host: Host,
  start: () => Sink<T>,
): Promise<{ readonly value: T } | undefined> {
  const limit = Math.min(stated.size ?? Infinity, limits.packedIndex)
  const read = async (content: AsyncIterable<Buffer>) => {
    const [packed, plain] = [measure(stated), measure(path === openName(path) ? { digests: {} } : open)]
    const { write, end } = start()
    await decompress(path, tap(content, packed.update), Math.min(open.size ?? Infinity, limits.openIndex), host, (chunk) => {
      plain.update(chunk)
      write(chunk)
    })
    const value = end()
    const openProblem = plain.judge()
    const problem = packed.judge() ?? (openProblem === undefined ? undefined : `decompressed, it ${openProblem}`)
    if (problem !== undefined) throw new WorkError(problem)
    return { value }
  }
  try {
    return await source.read(place, read, limit)
  } catch (error) {
    if (error instanceof TooLargeError) throw explainSize(stated, error)
    // What cannot be read is explained best by a digest that is wrong.
    const differing =
      error instanceof WorkError ? await source.read(place, (content) => judge(content, stated), limit) : undefined
    throw differing === undefined ? error : new WorkError(differing, { cause: error })
  }
}

/** What is told of a file that has more bytes than may be read of it. */
export function explainSize({ size }: Stated, error: Error, most = limits.packedIndex): WorkError {
  const isStated = size !== undefined && size <= most
  const told = isStated
    ? `has more than the ${size} bytes that are stated`
    : `is larger than ${formatSize(most)}, the most that is read`
  return new WorkError(told, { cause: error })
}

async function judge(content: AsyncIterable<Buffer>, stated: Stated): Promise<string | undefined> {
  const measurement = measure(stated)
  for await (const chunk of content) measurement.update(chunk)
  return measurement.judge()
}

async function* tap(content: AsyncIterable<Buffer>, update: (chunk: Buffer) => void): AsyncGenerator<Buffer> {
  for await (const chunk of content) {
    update(chunk)
    yield chunk
  }
}
