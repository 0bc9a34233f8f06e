import { fileURLToPath } from 'node:url'
import { rehearsal } from './index.js'

const suite = fileURLToPath(new URL('..', import.meta.url))
await rehearsal(process.argv.slice(2), suite)
