import { readFile } from 'node:fs/promises'
import * as v from 'valibot'
import { writeWhole } from '../host/file.js'
import type { Layout } from './layout.js'
import type { Sandbox } from './options.js'

const State = v.object({
  version: v.literal(2),
  /** By login. */
  passwords: v.record(v.string(), v.string()),
  ports: v.object({ source: v.number(), repository: v.number(), gateway: v.number() }),
  architectures: v.array(v.string()),
  distributions: v.array(v.object({ project: v.string(), repository: v.string(), format: v.picklist(['deb', 'rpm']) })),
  /** Projects below which the sandbox's user may make others. */
  ancestors: v.array(v.string()),
  /** Digest of the packages of the build root that this instance was made with. */
  buildRoot: v.string(),
  /** Whether the start came to its end. */
  ready: v.boolean(),
})

/** What an instance remembers about itself; it holds the passwords, so its file is readable by root alone. */
export type State = v.InferOutput<typeof State>

/** The instance's state; undefined when there is none or it is of another version. */
export async function readState(layout: Layout): Promise<State | undefined> {
  const text = await readFile(layout.state, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), State), text)
  return parsed.success ? parsed.output : undefined
}

export function writeState(layout: Layout, state: State): Promise<void> {
  return writeWhole(layout.state, `${JSON.stringify(state, null, 2)}\n`, 0o600)
}

/** The ordinary account that a sandbox hands out; another that is nobody's maintainer; and the one that may do everything. */
export const accounts = { user: 'packager', stranger: 'stranger', admin: 'Admin' } as const

/** What callers learn about a running instance. */
export function describeSandbox(layout: Layout, state: State, reused: boolean): Sandbox {
  const apiurl = `http://127.0.0.1:${state.ports.gateway}`
  const password = state.passwords[accounts.user] ?? ''
  return { apiurl, downloadUrl: `${apiurl}/repositories`, username: accounts.user, password, directory: layout.root, reused }
}
