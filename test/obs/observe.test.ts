import { expect, test } from '@jest/globals'
import { observer } from '../../src/obs/observe.js'
import { scriptedOsc, type Script } from '../support/scripted-osc.js'

const cell = { package: 'hello', builder: 'deb', architecture: 'x86_64' } as const
const revisions = [{ package: 'hello', rev: '2', srcmd5: 'new', changed: true }]
const resultPath = '/build/P/_result?package=hello'
const historyPath = '/build/P/deb/x86_64/_jobhistory?package=hello&limit=1'

function row(code: string, { state = 'published', dirty = false, details = '' } = {}): string {
  const detail = details === '' ? '' : `<details>${details}</details>`
  return `<resultlist state="1"><result project="P" repository="deb" arch="x86_64" code="${state}" state="${state}"${dirty ? ' dirty="true"' : ''}><status package="hello" code="${code}">${detail}</status></result></resultlist>`
}

const job = (srcmd5: string, code = 'succeeded') =>
  `<jobhistlist><jobhist package="hello" srcmd5="${srcmd5}" code="${code}" readytime="7"/></jobhistlist>`

const committed = (srcmd5: string) => ({ '/source/P/hello': `<directory name="hello" srcmd5="${srcmd5}"/>` })

async function look(script: Script, times = 1) {
  const observe = observer('P', [cell], revisions, scriptedOsc(script))
  let last = await observe()
  for (let time = 1; time < times; time++) last = await observe()
  return last.map(({ state, code, reason }) => ({ state, code, reason }))[0]
}

test('a success of the pushed sources counts', async () => {
  expect(await look({ [resultPath]: row('succeeded'), [historyPath]: job('new') })).toEqual({
    state: 'succeeded',
    code: 'succeeded',
    reason: '',
  })
})

test('a success of older sources is none, however often it is seen', async () => {
  expect(await look({ ...committed('new'), [resultPath]: row('succeeded'), [historyPath]: job('old') }, 3)).toMatchObject({
    state: 'pending',
    reason: 'this result is of other sources',
  })
})

test('rpm builds that came out unchanged count as success', async () => {
  expect(await look({ [resultPath]: row('succeeded'), [historyPath]: job('new', 'unchanged') })).toMatchObject({
    state: 'succeeded',
  })
})

test('a failure of older sources is not held against the new ones', async () => {
  expect(await look({ ...committed('new'), [resultPath]: row('failed'), [historyPath]: job('old', 'failed') })).toMatchObject({
    state: 'pending',
  })
})

test('a repository that OBS has not looked at since is never final', async () => {
  expect(await look({ [resultPath]: row('succeeded', { dirty: true }), [historyPath]: job('new') })).toMatchObject({
    state: 'pending',
  })
})

test.each(['blocked', 'scheduled', 'dispatching', 'building', 'signing', 'finished', 'unknown', 'something-newer'])(
  '%s is pending',
  async (code) => {
    expect(await look({ [resultPath]: row(code) }, 3)).toMatchObject({ state: 'pending', code })
  },
)

test.each(['unresolvable', 'broken', 'excluded', 'disabled'])('%s is a failure once it was seen twice at rest', async (code) => {
  const script = { [resultPath]: row(code, { details: 'nothing provides x' }) }
  expect(await look(script)).toMatchObject({ state: 'pending' })
  expect(await look(script, 2)).toEqual({ state: 'failed', code, reason: 'nothing provides x' })
})

test('unresolvable while a dependency is being built is pending', async () => {
  expect(await look({ [resultPath]: row('unresolvable', { state: 'building' }) }, 5)).toMatchObject({ state: 'pending' })
})

test('a repository without the architecture is a failure that says what to run', async () => {
  const script = { [resultPath]: '<resultlist state="0"/>' }
  expect(await look(script, 2)).toEqual({
    state: 'failed',
    code: 'missing',
    reason: 'P has no repository deb for x86_64; run obs-provision',
  })
})

test('a package without a row is pending', async () => {
  const script = { [resultPath]: '<resultlist state="1"><result repository="deb" arch="x86_64" state="published"/></resultlist>' }
  expect(await look(script, 3)).toMatchObject({ state: 'pending', code: 'missing' })
})

test('sources that others were committed over never come to an end, which is told at once', async () => {
  const script = { ...committed('newest'), [resultPath]: row('succeeded'), [historyPath]: job('newest') }
  expect(await look(script)).toEqual({
    state: 'failed',
    code: 'superseded',
    reason: 'other sources were committed to P/hello before these were built; run this version again when they are released',
  })
})
