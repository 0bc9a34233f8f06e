// Measures what may not grow unnoticed, as ratios of figures taken side by side in one run.
// Usage: node scripts/bench.mjs [start-up] [events] [look] [obs] [status] [tarball] [verify] [corpus]; without a name all. Ends with 1 when a limit is exceeded.
import { measureCorpus } from './bench/corpus.mjs'
import { measureEvents } from './bench/events.mjs'
import { measureLook } from './bench/look.mjs'
import { measureObs } from './bench/obs.mjs'
import { measureStartUp } from './bench/start-up.mjs'
import { measureStatus } from './bench/status.mjs'
import { measureTarball } from './bench/tarball.mjs'
import { measureVerify } from './bench/verify.mjs'

const benches = {
  'start-up': measureStartUp,
  events: measureEvents,
  look: measureLook,
  obs: measureObs,
  status: measureStatus,
  tarball: measureTarball,
  verify: measureVerify,
  corpus: measureCorpus,
}
const names = process.argv.slice(2).length > 0 ? process.argv.slice(2) : Object.keys(benches)
const unknown = names.filter((name) => !(name in benches))
if (unknown.length > 0) {
  console.error(`unknown bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}`)
  process.exit(2)
}
for (const name of names) {
  console.log(`── ${name}`)
  const held = await benches[name]()
  if (!held) process.exitCode = 1
}
