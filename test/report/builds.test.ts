import { expect, test } from '@jest/globals'
import { describeCause } from '../../src/obs/cause.js'
import type { CellResult } from '../../src/obs/result.js'
import { renderWait } from '../../src/report/builds.js'

test.each([
  ['failed', '%build failed: a.c:7: error', '%build failed: a.c:7: error'],
  ['failed', '', 'failed'],
  ['building', 'building on worker:1', 'building on worker:1'],
  ['unresolvable', 'nothing provides x', 'unresolvable: nothing provides x'],
  ['', 'the repository is disabled', 'the repository is disabled'],
])('a cell that is %j because of %j is told so once', (code, reason, text) => {
  expect(describeCause({ code, reason })).toBe(text)
})

const cell = (state: CellResult['state'], code: string, reason = ''): CellResult => ({
  ...{ package: 'hello', builder: 'deb', architecture: 'aarch64', state, code, reason, link: 'osc rbl' },
})
const good = cell('succeeded', 'succeeded')

test.each([
  ['all succeeded', [good], '✅ The build has succeeded.', /^<details>/],
  ['one failed', [good, cell('failed', 'failed', 'no')], '❌ 1 of 2 builds succeeded, 1 failed.', /`obs-rebuild` restarts/],
  ['all are skipped', [cell('skipped', 'disabled')], '❌ Nothing was built: OBS is told to skip 1 build.', /^<details>/],
  ['one goes on', [good, cell('pending', 'building')], '⏳ 1 of 2 builds succeeded, 1 not ended.', /goes on waiting\.$/],
])('the summary of a wait begins with the verdict, and says what to do, when %s', (_, cells, verdict, next) => {
  const [first, second = ''] = renderWait(cells).split('\n\n')
  expect(first).toBe(`### ${verdict}`)
  expect(second).toMatch(next)
})
