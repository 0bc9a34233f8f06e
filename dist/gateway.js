import { gateway } from './index.js'
await gateway(process.argv[2] ?? '')
