import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readCookie, readCredentials } from '../../src/sandbox/gateway/authentication.js'
import { searchPeople } from '../../src/sandbox/gateway/people.js'
import { parseDirectory, parseProject } from '../../src/sandbox/gateway/backend-project.js'
import { forwardHeaders, translateTarget } from '../../src/sandbox/gateway/proxy.js'
import { judgePublication } from '../../src/sandbox/gateway/publish-state.js'
import { readRange, resolveInside } from '../../src/sandbox/gateway/file-server.js'

describe('credentials', () => {
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
  test.each([
    ['a login and a password', basic('Admin:secret'), { login: 'Admin', password: 'secret' }],
    ['a password with colons', basic('Admin:a:b:c'), { login: 'Admin', password: 'a:b:c' }],
    ['an empty password', basic('Admin:'), { login: 'Admin', password: '' }],
    ['no colon', basic('Admin'), undefined],
    ['another scheme', 'Bearer abc', undefined],
    ['no header', undefined, undefined],
  ])('%s', (_, header, expected) => {
    expect(readCredentials(header)).toEqual(expected)
  })

  const id = '0123456789abcdef0123456789abcdef'
  test.each([
    ['alone', `obs_session=${id}`, id],
    ['among others', `a=b; obs_session=${id}; c=d`, id],
    ['too long', `obs_session=${id}0`, undefined],
    ['of another name', `not_obs_session=${id}`, undefined],
    ['missing', undefined, undefined],
  ])('a session cookie %s', (_, header, expected) => {
    expect(readCookie(header)).toBe(expected)
  })
})

describe('what the backend is asked', () => {
  test.each([
    ['GET', '/source/P/K?rev=latest', '/source/P/K?rev=latest'],
    ['PUT', '/source/P/K/f.spec?rev=repository', '/source/P/K/f.spec?rev=repository&user=Admin'],
    ['PUT', '/source/P/_meta?force=1', '/source/P/_meta?user=Admin'],
    ['DELETE', '/source/P/K?comment=x&user=other', '/source/P/K?comment=x&user=Admin'],
    ['POST', '/source/P/K?cmd=commitfilelist&withvalidate=1', '/source/P/K?cmd=commitfilelist&withvalidate=1&user=Admin'],
    ['POST', '/source/P/K?cmd=diff&user=other', '/source/P/K?cmd=diff'],
    ['POST', '/source/P/K?cmd=getprojectservices&withvalidate=1', '/source/P/K?cmd=getprojectservices'],
    ['POST', '/build/P?cmd=rebuild&package=K', '/build/P?cmd=rebuild&package=K'],
    ['GET', '/source/P/K/a%2Bb.txt', '/source/P/K/a%2Bb.txt'],
  ])('%s %s', (method, asked, expected) => {
    expect(translateTarget(method, new URL(asked, 'http://x.invalid'), 'Admin')).toBe(expected)
  })

  test('credentials and the client connection stay at the gateway', () => {
    const headers = { authorization: 'Basic eA==', cookie: 'obs_session=1', host: 'h', accept: '*/*', 'content-length': '3' }
    expect(forwardHeaders(headers)).toEqual({ accept: '*/*', 'content-length': '3', connection: 'close' })
  })
})

test('a project tells its kind, repositories, architectures and release targets', () => {
  const meta = `<project name="a:b" kind="maintenance_release"><title/><repository name="deb"><releasetarget project="t" repository="deb" trigger="manual"/>
    <path project="x" repository="y"/><arch>x86_64</arch><arch>aarch64</arch></repository></project>`
  expect(parseProject(meta)).toEqual({
    name: 'a:b',
    kind: 'maintenance_release',
    repositories: [
      { name: 'deb', architectures: ['x86_64', 'aarch64'], targets: [{ project: 't', repository: 'deb', trigger: 'manual' }] },
    ],
  })
  expect(parseProject('<project name="p"><title/></project>')).toEqual({ name: 'p', kind: 'standard', repositories: [] })
})

test('a directory lists its entries, or none', () => {
  expect(parseDirectory('<directory>\n  <entry name="a"/>\n  <entry name="b.1"/>\n</directory>')).toEqual(['a', 'b.1'])
  expect(parseDirectory('<directory/>')).toEqual([])
})

describe('the state of a repository', () => {
  const results = (...codes: string[]) =>
    `<resultlist state="1">${codes.map((code) => `<result code="${code}"/>`).join('')}</resultlist>`
  test.each([
    [results('published', 'published'), 'published'],
    [results('published', 'publishing'), 'publishing'],
    [results('published', 'building'), 'building'],
    [results('unpublished'), 'unpublished'],
    [results('broken', 'publishing'), 'broken'],
    ['<resultlist state="1"><result code="published" dirty="true"/></resultlist>', 'building'],
    ['<resultlist state="0"/>', 'unknown'],
  ])('%s is %s', (xml, expected) => {
    expect(judgePublication(xml)).toBe(expected)
  })
})

test.each([
  ["@login='Admin'", '<collection matches="1"><person><login>Admin</login>'],
  ['@login="Admin"', '<collection matches="1"><person><login>Admin</login>'],
  ["@login='nobody'", '<collection matches="0"></collection>'],
  ['', '<collection matches="2"><person><login>Admin</login>'],
])('a search for people by %s', (match, expected) => {
  expect(searchPeople(match, ['Admin', 'other'])).toContain(expected)
})

describe('published files', () => {
  let root: string
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'published-'))
    await mkdir(join(root, 'repos', 'isv:', 'x'), { recursive: true })
    await writeFile(join(root, 'repos', 'isv:', 'x', 'a+b.deb'), 'deb')
    await writeFile(join(root, 'secret'), 'secret')
    await symlink(join(root, 'secret'), join(root, 'repos', 'link'))
  })
  afterAll(async () => {
    await rm(root, { recursive: true })
  })

  test.each([
    ['/isv:/x/a+b.deb', 'isv:/x/a+b.deb'],
    ['/isv%3A/x/a%2Bb.deb', 'isv:/x/a+b.deb'],
    ['/', ''],
    ['/missing', undefined],
    ['/../secret', undefined],
    ['/%2e%2e/secret', undefined],
    ['/link', undefined],
    ['/isv:/x/a%00', undefined],
    ['/%', undefined],
  ])('%s leads to %s', async (path, expected) => {
    const found = await resolveInside(join(root, 'repos'), path)
    expect(found).toBe(expected === undefined ? undefined : join(root, 'repos', expected))
  })

  test.each([
    ['bytes=0-9', { start: 0, end: 9 }],
    ['bytes=90-', { start: 90, end: 99 }],
    ['bytes=90-200', { start: 90, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=5-4', 'unsatisfiable'],
    ['bytes=0-1,5-6', undefined],
    [undefined, undefined],
  ])('of 100 bytes, the range %s', (header, expected) => {
    expect(readRange(header, 100)).toEqual(expected)
  })
})
