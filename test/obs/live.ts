import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { childOf, childrenOf, parseXml, type Element } from '../../src/xml.js'
import type { Sandbox } from '../../src/sandbox/sandbox.js'

/** The OBS that these tests use, and the osc programs by version, from the runner of these tests. */
export const { sandbox, programs } = readSurroundings()

function readSurroundings(): { sandbox: Sandbox; programs: Readonly<Record<'0.169.1' | '1.x', string>> } {
  const { OBS_SANDBOX, OSC_PROGRAMS } = process.env
  if (OBS_SANDBOX === undefined || OSC_PROGRAMS === undefined)
    throw new Error('These tests need OBS_SANDBOX and OSC_PROGRAMS in the environment; run `node scripts/test.mjs obs`')
  // scripts/test.mjs writes both.
  return { sandbox: JSON.parse(OBS_SANDBOX) as Sandbox, programs: JSON.parse(OSC_PROGRAMS) as Record<'0.169.1' | '1.x', string> }
}

/** Every (builder, architecture) of the tests' projects. */
export const cells = ['deb/x86_64', 'deb/aarch64', 'rpm/x86_64', 'rpm/aarch64'] as const

/** The same of each cell. */
export function ofEachCell<T>(value: T): Record<string, T> {
  return Object.fromEntries(cells.map((cell) => [cell, value]))
}

/** Asks OBS itself, without osc and without the suite's client; undefined for 404. */
async function ask(path: string, options: RequestInit = {}, account: Account = sandbox): Promise<string | undefined> {
  const credentials = Buffer.from(`${account.username}:${account.password}`).toString('base64')
  const response = await fetch(`${sandbox.apiurl}${path}`, { ...options, headers: { authorization: `Basic ${credentials}` } })
  const text = await response.text()
  if (response.status === 404) return undefined
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`)
  return text
}

/** The same as another account. */
export function askAs(account: Account, path: string): Promise<string | undefined> {
  return ask(path, {}, account)
}

async function read(path: string): Promise<Element | undefined> {
  const text = await ask(path)
  return text === undefined ? undefined : parseXml(text)
}

interface Account {
  readonly username: string
  readonly password: string
}

/** Another account of the sandbox: `Admin`, who may do everything, or `stranger`, who has no role anywhere. */
export async function accountOf(username: 'Admin' | 'stranger'): Promise<Account> {
  const state: unknown = JSON.parse(await readFile(join(sandbox.directory, 'instance.json'), 'utf8'))
  // The sandbox writes it.
  const { passwords } = state as { passwords: Readonly<Record<string, string>> }
  return { username, password: passwords[username] ?? '' }
}

/** Has releases into a project make always one container, or always one for each of their targets. */
export async function nameContainers(containers: 'single' | 'split', project: string): Promise<void> {
  await ask('/sandbox/settings', { method: 'PUT', body: JSON.stringify({ containers, project }) }, await accountOf('Admin'))
}

/** Changes the _meta of a project, as somebody with an editor does. */
export async function editMeta(project: string, edit: (meta: string) => string): Promise<void> {
  const path = `/source/${project}/_meta`
  await ask(path, { method: 'PUT', body: edit((await ask(path)) ?? '') })
}

/** The packages of a project, sorted; undefined when there is no such project. */
export async function listPackages(project: string): Promise<readonly string[] | undefined> {
  const list = await read(`/source/${project}`)
  return list && childrenOf(list, 'entry').map(({ attributes }) => attributes['name'] ?? '')
}

/** The source MD5 of every revision of a package, oldest first. */
export async function listRevisions(project: string, name: string): Promise<readonly string[]> {
  const list = await read(`/source/${project}/${name}/_history`)
  return list ? childrenOf(list, 'revision').map((revision) => childOf(revision, 'srcmd5')?.text ?? '') : []
}

/** The names of a package's source files. */
export async function listFiles(project: string, name: string): Promise<readonly string[]> {
  const list = await read(`/source/${project}/${name}`)
  return list ? childrenOf(list, 'entry').map(({ attributes }) => attributes['name'] ?? '') : []
}

/** `<source MD5> <outcome>` of every build job of a package's cells, oldest first. */
export async function listJobs(project: string, name: string): Promise<Record<string, readonly string[]>> {
  const entries = cells.map(async (cell) => {
    const list = await read(`/build/${project}/${cell}/_jobhistory?package=${name}`)
    const jobs = list ? childrenOf(list, 'jobhist').map(({ attributes }) => `${attributes['srcmd5']} ${attributes['code']}`) : []
    return [cell, jobs] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}
