import { expect, test } from '@jest/globals'
import type { CellResult } from '../../src/obs/result.js'
import { renderBuilds, renderWait } from '../../src/report/builds.js'
import { renderChecks } from '../../src/report/checks.js'
import { renderCleaning } from '../../src/report/cleaning-table.js'
import { renderEmbargo } from '../../src/report/embargo-report.js'
import { renderProvision } from '../../src/report/provision-table.js'
import { renderPublication } from '../../src/report/publication.js'
import { judgeRun } from '../../src/report/run.js'
import { renderFiles } from '../../src/report/written-files.js'
import { states } from '../../src/verify/request.js'
import { rowOf } from './rows.js'

const cell = (state: CellResult['state']): CellResult => ({
  ...{ package: 'hello', builder: 'deb', architecture: 'aarch64', state, code: state, reason: '', link: '' },
})
const ends = (['succeeded', 'failed', 'pending', 'skipped'] as const).map((state) => [cell(state)])
const rows = states.map((state) => [rowOf(state)])
const version = { package: 'hello', version: '1', containers: ['hello.1'], released: '2026-11-27T10:43:46Z', reason: 'old' }
const jobs = { plan: 'success', package: 'success', publish: 'failure' } as const
const run = { version: '1', channel: 'stable', jobs, until: 'publish' } as const

test('of one thing no report speaks as of several', () => {
  const texts = [
    ...ends.flatMap((results) => [
      renderBuilds(results),
      renderWait(results),
      renderPublication({ results }),
      judgeRun({ ...run, results, report: [] }).sentence,
    ]),
    ...rows.flatMap((report) => [
      renderChecks(report),
      renderPublication({ report }),
      judgeRun({ ...run, results: [], report }).sentence,
    ]),
    ...[true, false].flatMap((goes) =>
      (['check', 'apply'] as const).map((mode) =>
        renderCleaning({ mode, versions: [{ ...version, goes }], foreign: [{ name: 'x', reason: 'y' }] }),
      ),
    ),
    ...(['built', 'released'] as const).map((state) => renderEmbargo({ state, token: 't', until: 'u', packages: 1, checks: 1 })),
    renderProvision([{ project: 'B', what: 'project is missing' }], '', 'check'),
    renderFiles('tarball', '/tmp', { hello: '/tmp/hello.tar.xz' }),
  ]
  expect(texts.filter((text) => /\b1 (?!of\b|has\b|is\b)[a-z]+s\b|\b[Aa]ll 1\b/.test(text))).toEqual([])
})
