import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { UserError } from '../../src/error.js'
import { systemHttp } from '../../src/host/http.js'
import { statusPage } from '../../src/operations/status-page.js'
import { verificationOf } from '../status/reports.js'
import { testClock } from '../support/clock.js'
import { testHost, type TestHost } from '../support/host.js'
import { runOperation, type Ran } from './run.js'

let host: TestHost
let server: Server | undefined

/** The artifacts of a run: a folder with a report of each name. */
const artifacts = {
  upload: () => Promise.reject(new Error('nothing is uploaded')),
  copy: () => Promise.reject(new Error('nothing is copied')),
  async download(pattern: string, folder: string) {
    if (pattern !== 'report-*') throw new UserError(`No artifact of this workflow run is named ${pattern}; there are: report-1.`)
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'report-1.json'), JSON.stringify(of('1.2.1')))
    await writeFile(join(folder, 'report-2.json'), JSON.stringify(of('1.2.2')))
    return ['report-1', 'report-2']
  },
}

beforeEach(async () => {
  const clock = testClock()
  host = await testHost({ clock, http: systemHttp(clock, 2000), artifacts })
})
afterEach(async () => {
  await host.remove()
  server?.close()
  server = undefined
})

const of = (version: string) =>
  verificationOf({ channel: 'stable', minor: '1.2', version, at: '1970-01-01T00:00:00Z', packages: ['hello'] })
const at = (name: string) => join(host.directories.work, name)
const put = async (name: string, content: object | string) => {
  await mkdir(join(at(name), '..'), { recursive: true })
  await writeFile(at(name), typeof content === 'string' ? content : JSON.stringify(content))
}
const run = (inputs: Readonly<Record<string, string>>): Promise<Ran> => runOperation(statusPage, host, inputs)
const versionsOf = async () => {
  const { lines } = JSON.parse(await readFile(at('status-page/status.json'), 'utf8')) as {
    lines: { versions: { version: string }[] }[]
  } // what it writes
  return lines.flatMap(({ versions }) => versions.map(({ version }) => version))
}

async function serve(status: number, content: string): Promise<string> {
  const made = createServer((_, response) => response.writeHead(status).end(content))
  server = made
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve))
  // A server that listens at an address and port.
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}/status.json?run=1`
}

test('reports in files, folders, patterns and artifacts are told in one site', async () => {
  await put('one.json', of('1.2.3'))
  await put('many/a/two.json', of('1.2.4'))
  await put('many/not-one.txt', 'x')
  await put('more/x/report.json', of('1.2.5'))
  await put('more/x/other.json', '{')
  const { outputs, report, failure } = await run({
    reports: 'one.json\nmany\nmore/*/report.json, artifact:report-*, artifact:promotion-*',
  })
  expect(failure).toBeUndefined()
  expect(outputs).toEqual({ directory: at('status-page'), pages: 6, state: 'passed' })
  expect(report).toBe(`### ✅ Status page written, the worst newest version: passed\n\n6 pages in ${at('status-page')}.`)
  expect(await versionsOf()).toEqual(['1.2.5', '1.2.4', '1.2.3', '1.2.2', '1.2.1'])
  expect((await readdir(at('status-page'))).toSorted()).toEqual([
    'feed.xml',
    'history.html',
    'index.html',
    'stable-1.2',
    'status.json',
  ])
  expect(host.lines).toContain('info: No artifact of this workflow run is named promotion-*; there are: report-1.')
})

describe('a site goes on', () => {
  test('from the file of an earlier one', async () => {
    await put('one.json', of('1.2.3'))
    await run({ reports: 'one.json' })
    await put('one.json', of('1.2.4'))
    await run({ reports: 'one.json', earlier: 'status-page/status.json' })
    expect(await versionsOf()).toEqual(['1.2.4', '1.2.3'])
  })

  test('from its address, also without news', async () => {
    await put('one.json', of('1.2.3'))
    await run({ reports: 'one.json' })
    const earlier = await serve(200, await readFile(at('status-page/status.json'), 'utf8'))
    expect((await run({ reports: 'artifact:none', earlier, output: 'status-page' })).failure).toBeUndefined()
    expect(await versionsOf()).toEqual(['1.2.3'])
  })

  test('anew where none is, and says so', async () => {
    await put('one.json', of('1.2.3'))
    const earlier = await serve(404, 'no')
    expect((await run({ reports: 'one.json', earlier })).failure).toBeUndefined()
    expect(host.lines).toContain(`warning: There is no ${earlier}, so the history begins now.`)
    expect((await run({ reports: 'one.json', earlier: 'none.json' })).failure).toBeUndefined()
    expect(host.lines).toContain(`warning: There is no ${at('none.json')}, so the history begins now.`)
  })

  test.each([
    ['a server that fails', 500, '', /^ServiceError: /],
    ['a page of the host', 200, '<html>', /^UserError: Input `earlier`: .* is not JSON; give the status\.json/],
    ['another file', 200, '{"kind":"report"}', /^UserError: Input `earlier`: .* is no status of a site \(kind: /],
  ])('not from %s, which would lose its history', async (_, status, content, failure) => {
    await put('one.json', of('1.2.3'))
    expect((await run({ reports: 'one.json', earlier: await serve(status, content) })).failure).toMatch(failure)
    expect(await readdir(host.directories.work)).toEqual(['one.json'])
  })
})

describe('nothing is written', () => {
  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['without a report', {}, 'Input `reports` names no report, and there is no earlier site: there is nothing to tell.'],
    [
      'of a file that is not there',
      { reports: 'none.json' },
      'Input `reports` has none.json, and there is no WORK/none.json; give artifact:NAME for an artifact.',
    ],
    ['of an empty folder', { reports: 'empty' }, 'Input `reports` has empty, and no report is there.'],
    [
      'of a pattern that nothing matches',
      { reports: 'empty/*.json' },
      'Input `reports` has empty/*.json, and no report is there.',
    ],
    [
      'under an address that is none',
      { reports: 'secret-1.2.9.json', url: 'javascript:alert(1)' },
      'Input `url` must be the address of the site, which begins with https://.',
    ],
    [
      'of what is under embargo, whose name stays unsaid',
      { reports: 'secret-1.2.9.json' },
      'Report 1 is marked as embargoed, and a page is public; leave it out until its time has come.',
    ],
  ])('%s', async (_, inputs, message) => {
    await mkdir(at('empty'))
    await put('secret-1.2.9.json', { ...of('1.2.9'), embargoed: true })
    const { failure, outputs } = await run(inputs)
    expect(failure).toBe(`UserError: ${message.replace('WORK', host.directories.work)}`)
    expect(outputs).toEqual({})
    expect((await readdir(host.directories.work)).toSorted()).toEqual(['empty', 'secret-1.2.9.json'])
    expect([failure, ...host.lines].join()).not.toContain('1.2.9')
  })
})
