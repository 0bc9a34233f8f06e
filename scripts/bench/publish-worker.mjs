// Runs parts of a publish in one process, with the product's own code. Usage: node publish-worker.mjs <build> <plan> <sources> push|all
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './node.mjs'

const [build, planFile, sources, what] = process.argv.slice(2)
const load = (path) => import(join(build, 'src', path))
const { systemHost } = await load('host/system.js')
const { openOsc } = await load('obs/osc.js')
const { pushSources } = await load('obs/push.js')
const { targetOf } = await load('obs/target.js')

const quiet = () => undefined
const log = { debug: quiet, info: quiet, warning: quiet, error: console.error, mask: quiet, group: (_, step) => step() }
const directories = { work: root, temp: tmpdir(), cache: tmpdir(), suite: root }
const host = systemHost({ log, env: process.env, directories, version: '0', onExport: quiet, onPath: quiet })
const plan = JSON.parse(readFileSync(planFile, 'utf8'))
const osc = openOsc(host, { apiurl: plan.apiurl })
const push = () => pushSources(targetOf(plan), { sources, message: 'bench', mode: 'replace' }, osc, host, quiet)

if (what === 'push') await push()
else {
  const { provision } = await load('obs/provision.js')
  const { observer } = await load('obs/observe.js')
  const { awaitBuilds, requireBuilt } = await load('obs/wait.js')
  const { releaseRevisions } = await load('obs/release.js')
  await provision(plan, { mode: 'apply', adopt: false, allowDelete: false }, osc, host)
  const revisions = await push()
  const observed = { ...targetOf(plan), cells: plan.cells, revisions, planned: true }
  const common = { ...observed, interval: 2000, observe: observer(observed, osc, host.clock) }
  const waited = await awaitBuilds({ ...common, timeout: 1_800_000 }, osc, host)
  requireBuilt(plan.buildProject, waited)
  const released = await releaseRevisions({ ...common, timeout: 600_000 }, osc, host)
  // osc is still there to be asked more, so that nobody has its CPU from its end.
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ').filter(Boolean)
  const ticks = children.map((pid) =>
    readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
      .slice(11, 13)
      .map(Number),
  )
  console.log(ticks.flat().reduce((sum, each) => sum + each, 0) / 100)
  console.log(released.some(({ changed }) => changed) || revisions.some(({ changed }) => changed) ? 'changed' : 'unchanged')
}
