// Writes a site of one report with so many rows; prints milliseconds of CPU and bytes of pages, as JSON.
// Usage: node status-worker.mjs <build> <rows>
import { Buffer } from 'node:buffer'
import { join } from 'node:path'

const [build, count] = process.argv.slice(2)
const { readSiteReports } = await import(join(build, 'src/status/site-report.js'))
const { emptyStatus } = await import(join(build, 'src/status/site-status.js'))
const { renderSite } = await import(join(build, 'src/status/site.js'))
const { updateStatus } = await import(join(build, 'src/status/update.js'))

const checks = ['presence', 'payload', 'install', 'signatures']
const at = '2026-01-02T03:04:05Z'
const report = Array.from({ length: Number(count) }, (_, number) => {
  const name = `package-${number >> 4}`
  const architecture = ['amd64', 'arm64', 'ppc64el', 's390x'][number & 3]
  const cell = { format: 'deb', package: name, version: '1.2.3-1.1', architecture }
  const evidence = `\`apt-get install ${name}=1.2.3-1.1\` resolved and installed; ${architecture}/${name}_1.2.3-1.1_${architecture}.deb holds what upstream published`
  const check = checks[(number >> 2) & 3]
  return { check, subject: `deb ${name} 1.2.3 ${architecture}`, state: 'passed', passed: true, evidence, cell, builder: 'deb' }
})
const text = JSON.stringify({ at, version: '1.2.3', channel: 'stable', minor: '1.2', 'publish-project': 'a:stable:v1.2', report })
const start = process.cpuUsage()
const status = updateStatus(emptyStatus, readSiteReports(text, 1, 'report'))
const files = renderSite(status, { title: 'Packages', now: Date.parse(at), version: '1' })
const { user, system } = process.cpuUsage(start)
const sizes = files.filter(({ path }) => path.endsWith('.html')).map((file) => ({ ...file, size: Buffer.byteLength(file.text) }))
const first = sizes.find(({ path }) => path === 'index.html')?.size
process.stdout.write(JSON.stringify({ cpu: (user + system) / 1000, page: Math.max(...sizes.map(({ size }) => size)), first }))
