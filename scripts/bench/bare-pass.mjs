// The least that reading an index takes: fetch, hash, inflate, hash again, count. Usage: node bare-pass.mjs <address of a Packages.gz>
import { createHash } from 'node:crypto'
import { get } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'

const [packed, open] = [createHash('sha256'), createHash('sha256')]
let count = 0
get(process.argv[2], (answer) => {
  answer.on('data', (chunk) => packed.update(chunk))
  return pipeline(answer, createGunzip({ chunkSize: 1 << 18 }), async (chunks) => {
    for await (const chunk of chunks) {
      open.update(chunk)
      for (let at = 0, found; (found = chunk.indexOf('\n\n', at)) >= 0; at = found + 2) count++
    }
    console.log(count, packed.digest('hex'), open.digest('hex'))
  })
})
