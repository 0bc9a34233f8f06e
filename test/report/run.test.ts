import { describe, expect, test } from '@jest/globals'
import { judgeRun, renderRun, type RunFacts } from '../../src/report/run.js'
import type { CellResult } from '../../src/obs/result.js'
import type { CheckResult } from '../../src/verify/request.js'

const success = { plan: 'success', package: 'success', publish: 'success' } as const
const cell = (architecture: string, rest: Partial<CellResult> = {}): CellResult => ({
  ...{ package: 'hello', builder: 'rpm', architecture, state: 'succeeded', code: 'succeeded', reason: '', link: '' },
  ...rest,
})
const broken = cell('aarch64', {
  state: 'failed',
  code: 'failed',
  reason: '%prep failed',
  link: 'osc rbl isv:x hello rpm aarch64',
})
const slow = cell('aarch64', { state: 'pending', code: 'building', link: 'osc rbl' })
const check = (passed: boolean): CheckResult => ({
  ...{ check: 'presence', subject: 'rpm hello', passed, evidence: 'seen' },
  state: passed ? 'passed' : 'failed',
})
const facts: RunFacts = { version: '1.2.3', channel: 'stable', jobs: success, until: 'publish', results: [], report: [] }
const run = 'https://github.example/o/r/actions/runs/7'
const rerun = 'https://github.example/o/r/actions/workflows/rebuild.yml'
const failed = { ...success, publish: 'failure' } as const

describe('the verdict on a run', () => {
  test.each<[string, Partial<RunFacts>, string, string]>([
    ['all went well', { changed: true }, 'published', '1.2.3 is published in stable'],
    ['all was there', { changed: false }, 'published', '1.2.3 is published in stable, as it was before: nothing changed on OBS'],
    ['it was to build alone', { until: 'build' }, 'built', '1.2.3 is built for stable, and nothing was released'],
    [
      'a build failed that was to be recorded',
      { until: 'build', jobs: failed, results: [broken] },
      'failed',
      '1.2.3 is not published: 1 of 1 build failed',
    ],
    [
      'a build failed',
      { jobs: failed, results: [cell('x86_64'), broken] },
      'failed',
      '1.2.3 is not published: 1 of 2 builds failed',
    ],
    ['builds go on', { jobs: failed, results: [slow] }, 'pending', '1.2.3 is not published yet: 1 of 1 build has not ended'],
    [
      'a check failed',
      { jobs: failed, results: [cell('x86_64')], report: [check(true), check(false)] },
      'unsound',
      '1.2.3 is published in stable, and 1 of 2 checks failed',
    ],
    [
      'there is no plan',
      { version: '', jobs: { plan: 'failure', package: 'skipped', publish: 'skipped' } },
      'failed',
      'Nothing is published: there is no plan',
    ],
    [
      'programs are missing',
      { jobs: { plan: 'success', package: 'failure', publish: 'skipped' } },
      'failed',
      '1.2.3 is not published: programs could not be fetched or packed',
    ],
    ['OBS refused', { jobs: failed }, 'failed', '1.2.3 is not published: OBS did not take or release it'],
    [
      'somebody stopped it',
      { jobs: { ...success, publish: 'cancelled' } },
      'cancelled',
      '1.2.3 is not published: the run was cancelled',
    ],
  ])('when %s', (_, known, state, sentence) => {
    expect(judgeRun({ ...facts, ...known })).toMatchObject({ state, sentence })
  })

  test('leads to the rebuild for builds, and to the run for what waits', () => {
    expect(judgeRun({ ...facts, jobs: failed, results: [broken], rerun }).next).toBe(
      `Nothing was released. Mend the cause; then [the rebuild workflow](${rerun}) with version 1.2.3 restarts what failed and releases all of it. New sources need a new run.`,
    )
    expect(judgeRun({ ...facts, jobs: failed, results: [slow], run }).next).toBe(
      `OBS builds on. Later, use “Re-run failed jobs” of [this run](${run}): it goes on waiting.`,
    )
    expect(judgeRun({ ...facts, changed: true }).next).toBeUndefined()
  })

  test('leads a run that only builds to the review of the list, and never to a workflow that releases', () => {
    expect(judgeRun({ ...facts, until: 'build', rerun }).next).toBe(
      'What is published follows the list of promotions: the workflow record.yml proposes the lines of this version, and whoever merges them publishes it.',
    )
    expect(judgeRun({ ...facts, until: 'build', jobs: failed, results: [broken], rerun }).next).toBe(
      'Nothing was released. Mend the cause; then `obs-rebuild` restarts what failed, and “Re-run failed jobs” of this run goes on waiting. New sources need a new run.',
    )
  })
})

test('the summary says the verdict first, then what to do, and of builds only those in trouble', () => {
  const known = { ...facts, jobs: failed, results: [cell('x86_64'), broken], rerun }
  const [shown = '', folded] = renderRun(judgeRun(known), known.results, known.report).split('<details>')
  const lines = shown.trimEnd().split('\n')
  expect(lines[0]).toBe('## ❌ 1.2.3 is not published: 1 of 2 builds failed')
  expect(lines[2]).toMatch(/^Nothing was released\./)
  expect(lines[4]).toBe('- ❌ hello rpm/aarch64: %prep failed — `osc rbl isv:x hello rpm aarch64`')
  expect(shown).not.toContain('x86_64')
  expect(lines.at(-1)).toBe('1 of 2 builds succeeded.')
  expect(folded).toMatch(/^<summary>All builds<\/summary>\n\n\|[^]*✅[^]*❌ failed/)
})

test('checks that failed come before the builds that went well, and without any they come last', () => {
  const show = (passed: boolean) => renderRun({ state: 'unsound', sentence: 'x' }, [cell('x86_64')], [check(passed)])
  const order = (text: string) => ['check of the repository', '1 of 1 build '].map((words) => text.indexOf(words))
  const [[failed = 0, built = 0], [passed = 0, first = 0]] = [order(show(false)), order(show(true))]
  expect([failed > 0, failed < built, first > 0, first < passed]).toEqual([true, true, true, true])
})

test('a run that failed before there was anything to show leads to its errors', () => {
  expect(judgeRun({ ...facts, version: '', jobs: { plan: 'failure' }, run }).next).toBe(
    `The errors of [this run](${run}) say where; when they are mended, start a new run.`,
  )
})
