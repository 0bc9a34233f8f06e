import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import { systemExec, type Exec } from '../../src/host/exec.js'
import { listFiles, sourceDigest } from '../../src/obs/source-files.js'
import { publish } from '../../src/operations/publish.js'
import { testClock } from '../support/clock.js'
import type { CheckResult } from '../../src/verify/request.js'
import { oneProgram } from '../support/config.js'
import { fakeProgram } from '../support/fake-program.js'
import { testHost, type TestHost } from '../support/host.js'
import { fakeDownloadHost } from '../verify/fake-download-host.js'
import { runOperation } from './run.js'

let host: TestHost
afterEach(() => host.remove())

const project = 'isv:test:stable:v1.2'
const container = 'hello.20260101000000'
const file = 'hello_1.2.3-1.1_amd64.deb'
const index = `Package: hello\nVersion: 1.2.3-1.1\nArchitecture: amd64\nFilename: ${file}\nSize: 500000000\nSHA256: ${'0'.repeat(64)}\n`
const release = `Suite: stable\nDate: Thu, 01 Jan 1970 00:00:00 UTC\nSHA256:\n ${createHash('sha256').update(index).digest('hex')} ${index.length} Packages\n`
const files = {
  'http://network/deb/Release': release,
  'http://network/deb/Packages': index,
  'http://origin/deb/Release': `${release}Origin: other\n`,
}

/** An osc that is started for each request, for an OBS that has released the sources already. */
function releasedAlready(sources: string): Exec {
  const answers: Readonly<Record<string, string>> = {
    [`/build/${project}/_result?view=binarylist&package=${container}`]: `<resultlist state="1"><result repository="deb" arch="x86_64"><binarylist package="${container}"><binary filename="${file}"/></binarylist></result></resultlist>`,
    [`/source/${project}:build?view=info&package=hello`]: '<sourceinfolist/>',
    [`/published/${project}/deb/Packages`]: `Filename: ${file}\n`,
  }
  return async (_, args) => {
    const path = decodeURIComponent(args.at(-1) ?? '')
    if (path === `/source/${project}?view=info`) {
      const srcmd5 = sourceDigest(await listFiles(join(sources, 'hello'), 'hello'))
      return answer(`<sourceinfolist><sourceinfo package="${container}" srcmd5="${srcmd5}"/></sourceinfolist>`)
    }
    return answers[path] === undefined ? absent : answer(answers[path])
  }
}
const answer = (stdout: string) => ({ code: 0, stdout, stderr: '' })
const absent = { code: 1, stdout: '', stderr: 'Server returned an error: HTTP Error 404: Not Found' }

test('publish proves beside the origin, by the baseline and with what is unproved as its inputs say', async () => {
  const { http } = fakeDownloadHost(files)
  const exec: Exec = (program, ...rest) => {
    const run =
      program === 'osc' ? releasedAlready(join(host.directories.work, 'obs-sources')) : systemExec(host.log, process.env)
    return run(program, ...rest)
  }
  const env: Record<string, string> = { OSC_CONFIG: 'oscrc' }
  host = await testHost({ env, http, exec, clock: testClock() })
  env['PATH'] = `${join(host.directories.work, 'bin')}:${process.env['PATH']}`
  const oneBuilder = oneProgram.replace(', aarch64]', ']').replace(/ {2}rpm:\n(?: {4}.*\n)+/, '')
  const earlier = [{ subject: 'deb Release, names', facts: { suite: 'unstable' } }]
  await mkdir(join(host.directories.work, 'bin/amd64'), { recursive: true })
  for (const [name, content] of [
    ['packages.yaml', oneBuilder],
    ['LICENSE', 'Apache-2.0\n'],
    ['README.md', '# hello\n'],
    ['bin/amd64/hello', fakeProgram('x86_64')],
    // One that cannot be kept open is started for each request.
    ['bin/osc', '#!/bin/sh\n'],
    ['earlier.json', JSON.stringify(earlier)],
  ] as const)
    await writeFile(join(host.directories.work, name), content, { mode: 0o755 })

  const { outputs, failure } = await runOperation(publish, host, {
    version: '1.2.3',
    provision: 'check',
    checks: 'metadata, presence, delivery',
    'verify-timeout': '0s',
    'repository-url': 'http://network/{builder}',
    'origin-url': 'http://origin/{builder}',
    baseline: 'earlier.json',
    unproved: 'fail',
  })
  expect(failure).toMatch(/^WorkError: 3 of 8 checks of the published repositories failed: /)
  const { report } = outputs
  const failed = Array.isArray(report) ? report.filter(({ passed }: CheckResult) => !passed) : []
  expect(failed).toEqual([
    expect.objectContaining({ subject: 'deb hello 1.2.3-1.1 amd64', state: 'unproved' }),
    expect.objectContaining({ subject: 'deb origin', evidence: expect.stringContaining(' at http://origin/deb/:') }),
    expect.objectContaining({ subject: 'deb Release, names, since the baseline', state: 'failed' }),
  ])
})
