import { readFile } from 'node:fs/promises'
import * as v from 'valibot'

/** How a release names its containers: by the time at each target, as a front end does, or in a way that tests can rely on. */
const containers = v.picklist(['clock', 'split', 'single'])
export type ContainerNaming = v.InferOutput<typeof containers>

const Config = v.object({
  port: v.number(),
  /** The source server, which passes on to the repository server itself. */
  backendPort: v.number(),
  /** The folder of published repositories. */
  repositories: v.string(),
  /** By login; an admin may do everything. */
  users: v.record(v.string(), v.object({ password: v.string(), admin: v.optional(v.boolean(), false) })),
  accessLog: v.string(),
  containers: v.optional(containers, 'clock'),
  /** Whether a good answer sets a session cookie; the real front end sets none. */
  session: v.optional(v.boolean(), false),
})

export type GatewayConfig = v.InferOutput<typeof Config>

/** Reads the gateway's file, which holds passwords and is readable by root alone. */
export async function readConfig(file: string): Promise<GatewayConfig> {
  return v.parse(v.pipe(v.string(), v.parseJson(), Config), await readFile(file, 'utf8'))
}

const Settings = v.object({ containers, project: v.optional(v.string()) })

/** What of it may be changed while the gateway runs, for all publish projects or for one. */
export function readSettings(text: string): v.InferOutput<typeof Settings> {
  return v.parse(v.pipe(v.string(), v.parseJson(), Settings), text)
}
