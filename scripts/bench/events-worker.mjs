// Measures how soon after a message a look begins; prints milliseconds, as JSON. Usage: node events-worker.mjs <build> <rabbitmq.mjs>
import { performance } from 'node:perf_hooks'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const [build, helper] = process.argv.slice(2)
const { startBroker } = await import(helper)
const { openEvents } = await import(join(build, 'src', 'obs', 'amqp.js'))
const { systemHost } = await import(join(build, 'src', 'host', 'system.js'))

const quiet = () => undefined
const log = { debug: quiet, info: quiet, warning: quiet, error: quiet, mask: quiet, group: (_, step) => step() }
const directories = { work: tmpdir(), temp: tmpdir(), cache: tmpdir(), suite: tmpdir() }
const host = systemHost({ log, env: process.env, directories, version: '0', onExport: quiet, onPath: quiet })
const broker = await startBroker()
const events = openEvents(broker.url, 'https://obs.example.org', ['P'], host)
// The first look is due when the connection is there.
await events.sleep(30_000)
const measured = []
for (let count = 0; count < 8; count++) {
  const pause = events.sleep(30_000)
  await sleep(50)
  const start = performance.now()
  await broker.publish('opensuse.obs.package.build_success', {
    project: 'P',
    package: 'hello',
    repository: 'deb',
    arch: 'x86_64',
  })
  await pause
  measured.push(performance.now() - start)
}
await events.close()
await broker.stop()
console.log(JSON.stringify(measured))
