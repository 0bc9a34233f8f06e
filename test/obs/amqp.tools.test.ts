import { createServer, type AddressInfo, type Server } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { brokerOf, isOurs, openEvents } from '../../src/obs/amqp.js'
import type { Events } from '../../src/obs/events.js'
import { systemClock } from '../../src/host/clock.js'
import { testHost, type TestHost } from '../support/host.js'
import { startBroker, type Broker } from './rabbitmq.js'

/** What OBS publishes of a build (the payloads of build.opensuse.org). */
const built = {
  project: 'isv:example:build',
  package: 'hello',
  repository: 'deb',
  arch: 'x86_64',
  release: '1.1',
  readytime: '1795687871',
  srcmd5: 'abc',
  rev: '1',
  reason: 'new build',
  bcnt: '1',
  verifymd5: 'abc',
  hostarch: 'x86_64',
  starttime: '1795687885',
  endtime: '1795687891',
  workerid: 'old-cirrus1:1',
  versrel: '1.0-1',
  buildtype: 'spec',
}
const projects = ['isv:example', 'isv:example:build']

let broker: Broker
let host: TestHost
let events: Events | undefined

beforeAll(async () => {
  broker = await startBroker()
}, 90_000)
afterAll(() => broker.stop())
beforeEach(async () => {
  host = await testHost({ clock: systemClock })
})
afterEach(async () => {
  await events?.close()
  events = undefined
  await host.remove()
})

/** Milliseconds that a pause took. */
async function timed(pause: Promise<void>): Promise<number> {
  const start = performance.now()
  await pause
  return performance.now() - start
}

/** Opens events and waits until the first look that a connection causes is due. */
async function listen(url = broker.url): Promise<Events> {
  const opened = openEvents(url, 'https://obs.example.org', projects, host)
  events = opened
  await opened.sleep(10_000)
  return opened
}

describe('a wait with a real broker', () => {
  test.each([
    ['opensuse.obs.package.build_success', built],
    ['opensuse.obs.package.build_fail', { ...built, previouslyfailed: '0', successive_failcount: '1' }],
    ['opensuse.obs.package.build_unchanged', built],
    ['opensuse.obs.repo.publish_state', { project: 'isv:example', repo: 'deb', state: 'published' }],
    ['opensuse.obs.repo.published', { project: 'isv:example', repo: 'deb', buildid: '1' }],
    ['another.obs.package.build_success', built],
  ])('is woken by %s at once', async (key, payload) => {
    const opened = await listen()
    const pause = timed(opened.sleep(10_000))
    await broker.publish(key, payload)
    expect(await pause).toBeLessThan(5000)
  })

  test.each([
    ['of other projects', 'opensuse.obs.package.build_success', { ...built, project: 'home:jane' }],
    ['of other kinds', 'opensuse.obs.package.commit', built],
    ['that are no JSON', 'opensuse.obs.package.build_success', '{"project": '],
    ['that are no objects', 'opensuse.obs.package.build_success', 'null'],
  ])('is not woken by messages %s', async (_, key, payload) => {
    const opened = await listen()
    const pause = timed(opened.sleep(700))
    await broker.publish(key, payload)
    expect(await pause).toBeGreaterThan(690)
  })

  test('is woken by what was told during a look', async () => {
    const opened = await listen()
    await broker.publish('opensuse.obs.package.build_success', built)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await timed(opened.sleep(10_000))).toBeLessThan(5000)
  })

  test('is not kept busy by a broker that never rests', async () => {
    const opened = await listen()
    const flood = setInterval(() => void broker.publish('opensuse.obs.package.build_success', built), 5)
    let looks = 0
    for (const end = performance.now() + 5000; performance.now() < end; looks++) await opened.sleep(1000)
    clearInterval(flood)
    expect(looks).toBeLessThan(16)
  }, 15_000)
})

describe('a broker', () => {
  let server: Server

  async function serve(onConnect: (write: (text: string) => void, end: () => void) => void): Promise<string> {
    server = createServer((socket) => {
      socket.on('error', () => undefined)
      onConnect(
        (text) => void socket.write(text),
        () => socket.destroy(),
      )
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    // An address of a server that listens on a port.
    return `amqp://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  test.each<[string, (write: (text: string) => void, end: () => void) => void]>([
    ['that says nothing', () => undefined],
    ['that hangs up', (_, end) => end()],
    ['that speaks otherwise', (write) => write('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ])('%s costs no more than the interval, and ends when it shall', async (_, onConnect) => {
    const opened = openEvents(await serve(onConnect), undefined, projects, host)
    expect(await timed(opened.sleep(300))).toBeLessThan(450)
    expect(await timed(opened.close())).toBeLessThan(700)
    server.close()
  })

  test('that is gone is told of once', async () => {
    const url = await serve(() => undefined)
    await new Promise((done) => server.close(done))
    const opened = openEvents(url, undefined, projects, host)
    await opened.sleep(2500)
    await opened.close()
    expect(host.lines.filter((line) => line.includes('no events of'))).toEqual([
      expect.stringMatching(/^info: no events of 127\.0\.0\.1:\d+: .*ECONNREFUSED.*; looking goes on by the interval$/),
    ])
  })

  test('whose exchange is missing is one without events', async () => {
    const opened = openEvents(`${broker.url}/nowhere`, undefined, projects, host)
    expect(await timed(opened.sleep(600))).toBeGreaterThan(590)
    await opened.close()
  })
})

test('the input names a broker', () => {
  expect(brokerOf('amqp', 'https://api.opensuse.org').href).toBe('amqps://opensuse:opensuse@rabbit.opensuse.org')
  expect(brokerOf('amqp://u:p@h:1', undefined).host).toBe('h:1')
  expect(() => brokerOf('amqp', 'https://obs.example.org')).toThrow('give the URL of its broker')
  for (const wanted of ['rabbit', 'http://h', 'amqp:'])
    expect(() => brokerOf(wanted, undefined)).toThrow('Input `events` must be none, amqp, or a URL')
})

test('a message of more than 64,000 bytes is not read', () => {
  expect(isOurs(Buffer.from(JSON.stringify({ project: 'P' })), ['P'])).toBe(true)
  expect(isOurs(Buffer.from(JSON.stringify({ project: 'P', more: 'x'.repeat(64_000) })), ['P'])).toBe(false)
})
