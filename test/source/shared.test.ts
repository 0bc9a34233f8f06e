import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { loadConfig } from '../../src/project/config-file.js'
import { collectSources } from '../../src/source/binary.js'
import { oneProgram } from '../support/config.js'
import { testHost, type TestHost } from '../support/host.js'
import { planOf } from '../support/plan.js'
import { amd64, arm64, digest, openProject, type Project } from './project.js'

let host: TestHost
let project: Project
beforeEach(async () => {
  host = await testHost({ env: { PATH: process.env['PATH'] } })
  project = await openProject()
})
afterEach(async () => {
  await project.close()
  await host.remove()
})

test.each(['with', 'without'])('what several packages take from one source %s checksums is fetched once', async (how) => {
  project.served.set('/hello-amd64', amd64)
  project.served.set('/hello-arm64', arm64)
  project.served.set('/SUMS', `${digest(amd64)}  hello-amd64\n${digest(arm64)}  hello-arm64\n`)
  const sums = how === 'with' ? `, sha256: "${project.origin}/SUMS"` : ''
  const [head = '', pkg = ''] = oneProgram
    .replace('{ folder: "bin/{goarch}" }', `{ url: "${project.origin}/hello-{goarch}"${sums} }`)
    .split('  hello:\n')
  const file = join(host.directories.work, 'packages.yaml')
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, `${head}${['hello', 'hello-plugins', 'hello-doc'].map((name) => `  ${name}:\n${pkg}`).join('')}`)
  const plan = planOf(await loadConfig(file, host))
  const requests = plan.packages.map((planned) => ({ package: planned, known: plan.architectures, folder: undefined }))
  const found = await collectSources(requests, host)
  expect(found.map((binaries) => binaries.map(({ sha256 }) => sha256))).toEqual(
    Array.from({ length: 3 }, () => [digest(amd64), digest(arm64)]),
  )
  expect(project.asked.toSorted()).toEqual([...(how === 'with' ? ['/SUMS'] : []), '/hello-amd64', '/hello-arm64'])
})
