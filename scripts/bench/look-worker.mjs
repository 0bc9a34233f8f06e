// Judges looks at a large project by simulated answers; prints milliseconds of CPU and bytes of memory, as JSON.
// Usage: node look-worker.mjs <build> <packages> <repositories> <architectures>
import { join } from 'node:path'

const [build, ...sizes] = process.argv.slice(2)
const [packages, repositories, architectures] = sizes.map(Number)
const { observer } = await import(join(build, 'src', 'obs', 'observe.js'))
const { systemClock } = await import(join(build, 'src', 'host', 'clock.js'))

const list = (count, prefix) => Array.from({ length: count }, (_, index) => `${prefix}${index}`)
const [names, places, processors] = [list(packages, 'package-'), list(repositories, 'repository-'), list(architectures, 'arch')]
const codes = ['building', 'succeeded', 'blocked', 'succeeded', 'scheduled', 'succeeded']

// A row as 2.9.4 writes it, and every other build done.
const rows = names.map(
  (name, index) =>
    `    <status package="${name}" code="${codes[index % codes.length]}">\n      <details></details>\n    </status>\n`,
)
const results = places.flatMap((place) =>
  processors.map(
    (arch) =>
      `  <result project="P" repository="${place}" arch="${arch}" code="building" state="building">\n${rows.join('')}  </result>\n`,
  ),
)
const resultList = `<resultlist state="0b920195dd1fccc3d6fa6893b5efc9cc">\n${results.join('')}</resultlist>\n`
const jobs = names.map(
  (name) =>
    `  <jobhist package="${name}" rev="2" srcmd5="3f92b45bdfa7d15fdb2a8d9919910682" versrel="1.1.15-1" bcnt="1" readytime="1795687987" starttime="1795688013" endtime="1795688019" code="succeeded" uri="http://127.0.0.1:35627" workerid="sandbox:1" hostarch="x86_64" reason="source change" verifymd5="3f92b45bdfa7d15fdb2a8d9919910682"/>\n`,
)
const history = `<jobhistlist>\n${jobs.join('')}</jobhistlist>\n`
const osc = {
  read: (path) => Promise.resolve(path.includes('_jobhistory') ? history : resultList),
  change: () => Promise.reject(new Error()),
  account: () => Promise.resolve({ user: undefined, apiurl: undefined }),
}
const cells = names.flatMap((name) =>
  places.flatMap((builder) => processors.map((architecture) => ({ package: name, builder, architecture }))),
)
const revisions = names.map((name) => ({ package: name, rev: '2', srcmd5: '3f92b45bdfa7d15fdb2a8d9919910682', changed: true }))

const look = observer({ project: 'P', cells, revisions, planned: true }, osc, systemClock)
const measured = []
for (let time = 0; time < 3; time++) {
  const before = process.cpuUsage()
  const found = await look()
  const { user, system } = process.cpuUsage(before)
  measured.push((user + system) / 1000)
  if (found.filter(({ state }) => state === 'succeeded').length !== cells.length / 2) throw new Error('the look is wrong')
}
// Of the first look, which judges every build, and of a later one; the process's own peak.
console.log(JSON.stringify({ first: measured[0], later: measured[2], memory: process.resourceUsage().maxRSS * 1024 }))
