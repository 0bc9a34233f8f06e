import { readFile } from 'node:fs/promises'
import * as v from 'valibot'

const Config = v.object({
  port: v.number(),
  /** The source server, which passes on to the repository server itself. */
  backendPort: v.number(),
  /** The folder of published repositories. */
  repositories: v.string(),
  /** Login to password. */
  users: v.record(v.string(), v.string()),
  accessLog: v.string(),
})

export type GatewayConfig = v.InferOutput<typeof Config>

/** Reads the gateway's file, which holds passwords and is readable by root alone. */
export async function readConfig(file: string): Promise<GatewayConfig> {
  return v.parse(v.pipe(v.string(), v.parseJson(), Config), await readFile(file, 'utf8'))
}
