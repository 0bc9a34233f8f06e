import { fileURLToPath } from 'node:url'
import { action } from './index.js'

const suite = fileURLToPath(new URL('..', import.meta.url))
await action('reconcile', suite)
