// Packs the files of a folder with the product's own code. Usage: node pack.mjs <build> <folder> <tarball> max|fast
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const [build, folder, tarball, compression] = process.argv.slice(2)
const { writeTarball } = await import(join(build, 'src', 'source', 'tarball.js'))
const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .map((file) => ({ name: file.slice(folder.length + 1), file, executable: true }))
await writeTarball(tarball, entries, 1_000_000_000, compression)
