import { describe, expect, test } from '@jest/globals'
import { judgeCell, settleTime, type Facts, type Question, type Standing } from '../../src/obs/judgement.js'
import type { RepositoryRow } from '../../src/obs/result.js'

const cell = { package: 'hello', builder: 'deb', architecture: 'x86_64' } as const

function row(
  code: string | undefined,
  { details = '', ...others }: Partial<Omit<RepositoryRow, 'packages'>> = {},
): RepositoryRow {
  const packages = new Map(code === undefined ? [] : [['hello', { code, details }]])
  return { state: 'published', dirty: false, ...others, details: code === undefined ? details : '', packages }
}

const facts: Facts = {
  project: 'P',
  revision: { package: 'hello', rev: '2', srcmd5: 'new', changed: true },
  planned: true,
  row: row('succeeded'),
  isListed: undefined,
  job: undefined,
  source: undefined,
  resolution: undefined,
  isAggregate: undefined,
  refusedFor: 0,
}
const judge = (known: Partial<Facts>) => judgeCell(cell, { ...facts, ...known })
const job = (srcmd5: string, code = 'succeeded') => ({ srcmd5, code, readytime: 7 })
const source = (srcmd5: string, expanded = srcmd5, error = '') => ({ package: 'hello', rev: '2', srcmd5, expanded, error })
const refused = (code: string, known: Partial<Facts> = {}) =>
  judge({ row: row(code, { details: 'nothing provides x' }), refusedFor: settleTime, ...known })

/** Of a standing what the expectation speaks of; a question as it is. */
function shownLike(expected: Partial<Standing> | Question, found: Standing | Question): Partial<Standing> | Question {
  if (typeof expected === 'string' || typeof found === 'string') return found
  return Object.fromEntries(Object.entries(found).filter(([name]) => name in expected))
}

describe('a build', () => {
  test.each<[string, Partial<Facts>, Partial<Standing> | Question]>([
    ['is asked about its job first', {}, 'job'],
    ['of these sources counts', { job: job('new') }, { state: 'succeeded', code: 'succeeded', reason: '', final: true }],
    ['that came out unchanged counts', { job: job('new', 'unchanged') }, { state: 'succeeded', final: true }],
    [
      'that failed counts',
      { row: row('failed'), job: job('new', 'failed') },
      { state: 'failed', reason: 'the build failed', final: true },
    ],
    ['of any sources counts when no revision is wanted', { revision: undefined, job: job('old') }, { state: 'succeeded' }],
    ['of other sources asks for the sources of now', { job: job('old') }, 'source'],
    [
      'of older sources is none',
      { job: job('old'), source: source('new') },
      { state: 'pending', reason: 'this result is of other sources' },
    ],
    [
      'of older sources that failed is not held against the new ones',
      { row: row('failed'), job: job('old', 'failed'), source: source('new') },
      { state: 'pending' },
    ],
    [
      'of sources that were committed over never comes to an end',
      { job: job('newest'), source: source('newest') },
      {
        state: 'failed',
        code: 'superseded',
        reason: 'other sources were committed to P/hello before these were built; run this version again when they are released',
      },
    ],
    ['of a package that is gone has failed', { job: null, source: null }, { state: 'failed', code: 'missing' }],
    [
      'of sources expanded by a service or link counts',
      { job: job('whole'), source: source('new', 'whole') },
      { state: 'succeeded' },
    ],
    [
      'of sources that were expanded otherwise before is none',
      { job: job('before'), source: source('new', 'whole') },
      { state: 'pending' },
    ],
    [
      'waits for a service',
      { job: job('old'), source: source('new', 'new', 'service in progress') },
      { state: 'pending', reason: 'a source service runs' },
    ],
    [
      'whose service failed has failed, with its message',
      { job: job('old'), source: source('new', 'new', 'service error: no such tag') },
      { state: 'failed', reason: 'service error: no such tag' },
    ],
    ['without a job is asked for an aggregate', { job: null, source: source('new') }, 'isAggregate'],
    ['of an aggregate has no job', { job: null, source: source('new'), isAggregate: true }, { state: 'succeeded' }],
    ['that never was is none', { job: null, source: source('new'), isAggregate: false }, { state: 'pending' }],
    [
      'on a repository that OBS has not looked at since is none',
      { row: row('succeeded', { dirty: true }), job: job('new') },
      { state: 'pending', reason: 'OBS has not looked at it yet' },
    ],
    [
      'whose release is whole need not be looked for',
      { revision: { package: 'hello', rev: '', srcmd5: 'new', changed: false, containers: ['hello.1'] }, row: undefined },
      { state: 'succeeded', code: 'released' },
    ],
  ])('%s', (_, known, verdict) => {
    expect(shownLike(verdict, judge(known))).toEqual(verdict)
  })

  test.each(['blocked', 'scheduled', 'dispatching', 'building', 'signing', 'finished', 'unknown', 'something-newer'])(
    'that is %s is pending',
    (code) => {
      expect(judge({ row: row(code) })).toMatchObject({ state: 'pending', code })
    },
  )
})

describe('a refusal', () => {
  const said = { srcmd5: 'new', error: 'unresolvable: nothing provides x' }
  test.each(['unresolvable', 'broken', 'excluded'])(
    '%s counts when OBS says it of these sources, asked after a while at rest',
    (code) => {
      expect(refused(code, { refusedFor: settleTime - 1, resolution: said })).toMatchObject({ state: 'pending', code })
      expect(refused(code)).toBe('resolution')
      expect(refused(code, { resolution: said })).toEqual({ state: 'failed', code, reason: 'nothing provides x' })
    },
  )

  test.each<[string, Partial<Facts>, Partial<Standing> | Question]>([
    ['while something is built is pending', { row: row('unresolvable', { state: 'building' }) }, { state: 'pending' }],
    [
      'that OBS does not stand by is pending',
      { resolution: { srcmd5: 'new', error: '' } },
      { state: 'pending', reason: 'nothing provides x; OBS is about to look again' },
    ],
    ['of unknown sources asks for them', { resolution: { ...said, srcmd5: 'other' } }, 'source'],
    [
      'of other sources is pending',
      { resolution: { ...said, srcmd5: 'old' }, source: source('new') },
      { state: 'pending', reason: 'nothing provides x; this is said of other sources' },
    ],
    [
      'of these sources, expanded, counts',
      { resolution: { ...said, srcmd5: 'whole' }, source: source('new', 'whole') },
      { state: 'failed' },
    ],
    [
      'while a service runs is pending',
      { row: row('broken', { details: 'service in progress' }), resolution: said },
      { state: 'pending' },
    ],
  ])('%s', (_, known, verdict) => {
    expect(shownLike(verdict, refused('unresolvable', known))).toEqual(verdict)
  })

  test('disabled counts without asking, as nothing is resolved', () => {
    expect(judge({ row: row('disabled'), refusedFor: settleTime })).toEqual({
      state: 'failed',
      code: 'disabled',
      reason: 'building is disabled in the _meta of P or of hello',
    })
  })

  test('locked is told at once', () => {
    expect(judge({ row: row('locked') })).toEqual({
      state: 'failed',
      code: 'locked',
      reason: 'P or hello is locked on OBS, which then builds nothing',
    })
  })

  test.each(['excluded', 'disabled'])('%s is a fact where nobody has planned', (code) => {
    expect(refused(code, { planned: false, resolution: said })).toMatchObject({ state: 'skipped', code })
    expect(refused(code, { resolution: said })).toMatchObject({ state: 'failed', code })
  })
})

describe('a repository', () => {
  test.each<[string, Partial<Facts>, Partial<Standing> | Question]>([
    ['that no row tells of is looked for in the _meta', { row: undefined }, 'isListed'],
    [
      'that the _meta has is pending',
      { row: undefined, isListed: true },
      { state: 'pending', code: 'missing', reason: 'OBS does not list the repository yet' },
    ],
    [
      'that the _meta lacks is a failure that says what to run',
      { row: undefined, isListed: false },
      { state: 'failed', code: 'missing', reason: 'P has no repository deb for x86_64; run obs-provision' },
    ],
    [
      'that is broken is told at once, with its words',
      { row: row(undefined, { state: 'broken', details: 'no build type' }) },
      { state: 'failed', code: 'broken', reason: 'the repository deb is broken: no build type' },
    ],
    ['that is broken, but has news, is pending', { row: row(undefined, { state: 'broken', dirty: true }) }, { state: 'pending' }],
    ['that does not list the package yet is pending', { row: row(undefined) }, { state: 'pending', code: 'missing' }],
  ])('%s', (_, known, verdict) => {
    expect(shownLike(verdict, judge(known))).toEqual(verdict)
  })
})
