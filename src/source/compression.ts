import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import type { Environment } from '../host/environment.js'
import { filterFromFile } from '../host/pipe.js'

/** How a tar archive is compressed. */
export type Compression = 'none' | 'gzip' | 'xz' | 'zstd' | 'bzip2'

/** Node knows neither xz nor bzip2, and zstd from 22.15 on: these are their programs', with a bound on their memory. */
const programs: Readonly<Record<'xz' | 'zstd' | 'bzip2', readonly string[]>> = {
  xz: ['--decompress', '--stdout', '--memlimit-decompress=512MiB'],
  zstd: ['--decompress', '--stdout', '--quiet', '--memory=512MB'],
  bzip2: ['--decompress', '--stdout'],
}

/** The decompressed content of a file as it comes. Errors come while it is read. */
export async function* readCompressed(file: string, compression: Compression, env: Environment): AsyncGenerator<Buffer> {
  // Streams of bytes yield buffers.
  if (compression === 'none') yield* createReadStream(file) as AsyncIterable<Buffer>
  else if (compression === 'gzip') yield* gunzip(file)
  else yield* filterFromFile(compression, programs[compression], file, env)
}

async function* gunzip(file: string): AsyncGenerator<Buffer> {
  const input = createReadStream(file)
  const output = createGunzip()
  input.on('error', (error) => output.destroy(error))
  try {
    yield* input.pipe(output) as AsyncIterable<Buffer>
  } finally {
    input.destroy()
    output.destroy()
  }
}
