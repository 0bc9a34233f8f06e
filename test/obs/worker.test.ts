import { expect, test } from '@jest/globals'
import type { CellResult } from '../../src/obs/result.js'
import { describeWorkers } from '../../src/obs/worker.js'
import { scriptedOsc } from '../support/scripted-osc.js'

const cell = (architecture: string, code = 'scheduled'): CellResult => ({
  package: 'hello',
  builder: 'deb',
  architecture,
  state: 'pending',
  code,
  reason: '',
  link: '',
})
const status = `<workerstatus clients="3">
  <idle workerid="a:1" hostarch="x86_64"/><building workerid="a:2" hostarch="x86_64" project="P"/><idle workerid="b:1" hostarch="aarch64"/>
  <waiting arch="x86_64" jobs="1"/><waiting arch="s390x" jobs="12"/>
</workerstatus>`

test('failure story 8, no worker for an architecture was found out hours later: of builds that take long it is said how many workers their architecture has, and how many jobs wait', async () => {
  const osc = scriptedOsc({ '/build/_workerstatus': status })
  expect(await describeWorkers([cell('s390x'), cell('x86_64', 'building')], osc)).toEqual([
    'slow on s390x: hello deb/s390x (scheduled); OBS has no worker of it (it has x86_64, aarch64, of which some may build for others), and 12 jobs wait for it',
    'slow on x86_64: hello deb/x86_64 (building); OBS has 2 workers of it, 1 of them busy, and 1 job waits for it',
  ])
})

test('who is slow is also said when OBS tells nothing of its workers', async () => {
  expect(await describeWorkers([cell('s390x')], scriptedOsc({ '/build/_workerstatus': undefined }))).toEqual([
    'slow on s390x: hello deb/s390x (scheduled)',
  ])
})
