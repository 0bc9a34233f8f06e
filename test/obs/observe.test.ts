import { expect, test } from '@jest/globals'
import { observer } from '../../src/obs/observe.js'
import { testClock } from '../support/clock.js'
import { scriptedOsc, type Script } from '../support/scripted-osc.js'

const names = ['hello', 'world']
const places = ['deb/x86_64', 'deb/aarch64', 'rpm/x86_64']
const cells = places.flatMap((place) =>
  names.map((name) => {
    const [builder = '', architecture = ''] = place.split('/')
    return { package: name, builder, architecture }
  }),
)
const revisions = names.map((name) => ({ package: name, rev: '2', srcmd5: `${name}-new`, changed: true }))
const resultPath = '/build/P/_result?package=hello&package=world'

function results(code: string, state = 'published', details = ''): string {
  const rows = names.map((name) => `<status package="${name}" code="${code}"><details>${details}</details></status>`).join('')
  const all = places.map((place) => {
    const [repository, arch] = place.split('/')
    return `<result repository="${repository}" arch="${arch}" state="${state}">${rows}</result>`
  })
  return `<resultlist state="1">${all.join('')}</resultlist>`
}

const history = (of: string) =>
  `<jobhistlist>${names.map((name) => `<jobhist package="${name}" srcmd5="${name}-old" code="succeeded" readytime="1"/><jobhist package="${name}" srcmd5="${name}-${of}" code="succeeded" readytime="2"/>`).join('')}</jobhistlist>`
const historyPath = (place: string) => `/build/P/${place}/_jobhistory?package=hello&package=world&limit=8`
const histories = (of: string): Script => Object.fromEntries(places.map((place) => [historyPath(place), history(of)]))

test('a look asks for one result list, and for one job history of each repository and architecture', async () => {
  const osc = scriptedOsc({ ...histories('new'), [resultPath]: results('succeeded') })
  const looks = observer({ project: 'P', cells, revisions, planned: true }, osc, testClock())
  expect((await looks()).map(({ state }) => state)).toEqual(cells.map(() => 'succeeded'))
  expect(osc.reads).toEqual([resultPath, ...places.map(historyPath)])
})

test('what is known to be final is not asked about again', async () => {
  const osc = scriptedOsc({
    ...histories('new'),
    [resultPath]: [results('succeeded').replace('code="succeeded"', 'code="building"'), results('succeeded')],
    '/build/P/_result?package=hello': results('succeeded'),
    '/build/P/deb/x86_64/_jobhistory?package=world&limit=1': history('new'),
    '/build/P/deb/x86_64/_jobhistory?package=hello&limit=1': history('new'),
  })
  const look = observer({ project: 'P', cells, revisions, planned: true }, osc, testClock())
  await look()
  const before = osc.reads.length
  expect((await look()).every(({ state }) => state === 'succeeded')).toBe(true)
  expect(osc.reads.slice(before)).toEqual([
    '/build/P/_result?package=hello',
    '/build/P/deb/x86_64/_jobhistory?package=hello&limit=1',
  ])
})

test('a package whose jobs are older than all that a history brought is asked for alone', async () => {
  const eight = Array.from(
    { length: 8 },
    () => '<jobhist package="hello" srcmd5="hello-new" code="succeeded" readytime="2"/>',
  ).join('')
  const own = cells.filter(({ builder, architecture }) => `${builder}/${architecture}` === 'rpm/x86_64')
  const osc = scriptedOsc({
    [resultPath]: results('succeeded'),
    [historyPath('rpm/x86_64')]: `<jobhistlist>${eight}</jobhistlist>`,
    '/build/P/rpm/x86_64/_jobhistory?package=world&limit=1': history('new').replace(/<jobhist package="hello"[^>]*>/g, ''),
  })
  const look = observer({ project: 'P', cells: own, revisions, planned: true }, osc, testClock())
  expect((await look()).map(({ state }) => state)).toEqual(['succeeded', 'succeeded'])
})

test('older results ask once for the sources that OBS has now, in one request', async () => {
  const infoPath = '/source/P?view=info&package=hello&package=world'
  const info = `<sourceinfolist>${names.map((name) => `<sourceinfo package="${name}" rev="2" srcmd5="${name}-new"/>`).join('')}</sourceinfolist>`
  const osc = scriptedOsc({ ...histories('old'), [resultPath]: results('succeeded'), [infoPath]: info })
  const look = observer({ project: 'P', cells, revisions, planned: true }, osc, testClock())
  expect((await look()).map(({ reason }) => reason)).toEqual(cells.map(() => 'this result is of other sources'))
  expect(osc.reads.filter((path) => path === infoPath)).toHaveLength(1)
})

test('a refusal is believed when it has stood for a while and OBS stands by it, and OBS is asked once', async () => {
  const [cell] = cells
  if (cell === undefined) throw new Error('no cell')
  const path = '/build/P/deb/x86_64/hello/_buildinfo'
  const osc = scriptedOsc({
    '/build/P/_result?package=hello': results('unresolvable', 'published', 'nothing provides x'),
    [path]: '<buildinfo><srcmd5>hello-new</srcmd5><error>unresolvable: nothing provides x</error></buildinfo>',
  })
  const clock = testClock()
  const look = observer({ project: 'P', cells: [cell], revisions, planned: true }, osc, clock)
  const states: string[] = []
  for (let second = 0; second <= 12; second += 4) {
    states.push((await look())[0]?.state ?? '')
    await clock.sleep(4000)
  }
  expect(states).toEqual(['pending', 'pending', 'pending', 'failed'])
  await look()
  expect(osc.reads.filter((each) => each === path)).toHaveLength(1)
})

test('a refusal whose words change starts anew', async () => {
  const [cell] = cells
  if (cell === undefined) throw new Error('no cell')
  const says = (details: string) => results('unresolvable', 'published', details)
  const osc = scriptedOsc({ '/build/P/_result?package=hello': [says('a'), says('a'), says('b'), says('b')] })
  const clock = testClock()
  const look = observer({ project: 'P', cells: [cell], revisions, planned: true }, osc, clock)
  for (let time = 0; time < 4; time++) {
    expect((await look())[0]).toMatchObject({ state: 'pending' })
    await clock.sleep(6000)
  }
})

test('a result has the command and the web page of its build log', async () => {
  const osc = scriptedOsc({ ...histories('new'), [resultPath]: results('succeeded') })
  const look = observer(
    { project: 'P:Q', cells: cells.slice(0, 1), revisions: [], planned: true, apiurl: 'https://api.opensuse.org' },
    scriptedOsc({ '/build/P:Q/_result?package=hello': results('building') }),
    testClock(),
  )
  expect((await look())[0]).toMatchObject({
    link: 'osc remotebuildlog P:Q hello deb x86_64',
    url: 'https://build.opensuse.org/package/live_build_log/P:Q/hello/deb/x86_64',
  })
  expect(osc.reads).toEqual([])
})
