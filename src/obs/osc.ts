import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ServiceError, ToolError, UserError } from '../error.js'
import type { Host } from '../host/host.js'
import { parseXml, type Element } from '../xml.js'

/** What a request to OBS sends along. */
export interface Body {
  /** Text, or the path of a file, which is streamed. */
  readonly text?: string
  readonly file?: string
}

/** Every request to OBS goes through `osc api`, with whatever credentials osc was given. */
export interface Osc {
  /** Reads; repeated when the service did not answer. Undefined for 404. */
  read(path: string): Promise<string | undefined>
  /** Changes something. Never repeated here: whoever calls it knows how to find out whether it happened. */
  change(method: 'PUT' | 'POST' | 'DELETE', path: string, body?: Body): Promise<string>
}

/**
 * Variables of ours that osc may need to find its config, keyrings and library. Not OSC_PASSWORD: a password reaches osc by its
 * config alone, because every process of this user can read the environment of another one.
 */
export const oscVariables = [
  ...['OSC_CONFIG', 'OSC_APIURL', 'OSC_USERNAME', 'OSC_CREDENTIALS_MGR_CLASS', 'XDG_*', 'DBUS_SESSION_BUS_ADDRESS'],
  ...['SSH_AUTH_SOCK', 'KRB5CCNAME', 'GNUPGHOME', 'LD_LIBRARY_PATH', 'PYTHONPATH'],
]

const attempts = 4
const firstPause = 1000
/** Seconds after which a request that has not ended is given up; uploads of large tarballs take long. */
const readTimeout = 120
const changeTimeout = 3600

/** Which OBS is talked to, and how. */
export interface OscOptions {
  /** The instance's API; without it the one that osc's config names first. */
  readonly apiurl?: string | undefined
  /** osc's config, in place of the one that OSC_CONFIG names. */
  readonly config?: string | undefined
}

/** An {@link Osc} that runs the osc on the PATH. */
export function openOsc(host: Host, options: OscOptions = {}): Osc {
  const request = (method: string, path: string, timeout: number, args: readonly string[] = []) =>
    callApi(host, options, method, path, timeout, args)
  return {
    async read(path) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await request('GET', path, readTimeout)
        } catch (error) {
          if (error instanceof ServiceError && error.status === 404) return undefined
          if (!(error instanceof ServiceError) || !error.retriable || attempt === attempts) throw error
          host.log.info(`${error.message}; asking again`)
          await host.clock.sleep(firstPause * 2 ** (attempt - 1))
        }
      }
    },
    async change(method, path, body) {
      if (body?.file !== undefined) return request(method, path, changeTimeout, ['-T', body.file])
      if (body?.text === undefined) return request(method, path, changeTimeout)
      const folder = await mkdtemp(join(host.directories.temp, 'osc-'))
      try {
        const file = join(folder, 'body.xml')
        await writeFile(file, body.text)
        return await request(method, path, changeTimeout, ['-T', file])
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
  }
}

/** Reads and parses; a {@link UserError} with the given sentence when there is nothing at the path. */
export async function readXml(osc: Osc, path: string, missing: string): Promise<Element> {
  const text = await osc.read(path)
  if (text === undefined) throw new UserError(missing)
  return parseXml(text)
}

/** Builds a path of URL-encoded segments and query parameters; undefined parameters are left out. */
export function apiPath(segments: readonly string[], query: readonly (readonly [string, string | undefined])[] = []): string {
  const parameters = query.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]))
  return `/${segments.map(encodeURIComponent).join('/')}${parameters.length > 0 ? `?${parameters.join('&')}` : ''}`
}

async function callApi(
  host: Host,
  { apiurl, config }: OscOptions,
  method: string,
  path: string,
  timeout: number,
  args: readonly string[],
): Promise<string> {
  const instance = apiurl === undefined ? [] : ['-A', apiurl]
  const words = [...instance, 'api', '-X', method, ...args, path]
  const result = await host.exec('osc', words, {
    inherit: oscVariables,
    timeout,
    ...(config === undefined ? {} : { env: { OSC_CONFIG: config } }),
    allow: 'any',
    hint: 'install osc with the operation setup-osc',
  })
  if (result.code === 0) return result.stdout
  throw explainFailure(path, result, apiurl)
}

/**
 * What osc 0.169 and 1.28 say, on either stream, before they ask for an account, and what they end with when nobody
 * answers. They send nothing before that.
 */
const lacksAccount =
  /does not exist in the config file|are not configured yet|No (?:user|password) (?:configured|found)|No option|EOFError/

/** Turns osc's words into the error of whoever can mend it. */
export function explainFailure(path: string, result: { code: number; stdout: string; stderr: string }, apiurl?: string): Error {
  const { code, stderr } = result
  const status = Number(/HTTP Error (\d{3})/.exec(stderr)?.[1] ?? Number.NaN)
  const summary = summaryOf(`${stderr}\n${result.stdout}`)
  if (status === 401)
    return new UserError('OBS refused the user name or password; check the inputs `username` and `password` of setup-osc.')
  if (status === 403)
    return new UserError(`OBS does not permit ${path}: ${summary}; the account needs the role maintainer in that project.`)
  if (!Number.isNaN(status)) return new ServiceError({ url: path, status, reason: summary })
  if (code === 124) return new ServiceError({ url: path, reason: 'the request did not end in time' })
  if (lacksAccount.test(`${stderr}\n${result.stdout}`)) {
    return new UserError(
      `osc has no credentials for ${apiurl ?? 'the OBS instance'}; run the operation setup-osc for it before, set OSC_CONFIG, or name the instance that is meant by the input \`apiurl\`.`,
    )
  }
  if (/Connection|refused|resolve|timed out|urlopen|reset|SSL/i.test(stderr)) {
    return new ServiceError({ url: path, reason: stderr.trim().split('\n').at(-1)?.trim() ?? 'no connection' })
  }
  return new ToolError({ command: `osc api ${path}`, code, stderr })
}

function summaryOf(text: string): string {
  const inXml = /<summary>([\s\S]*?)<\/summary>/.exec(text)?.[1]
  const lines = text.split('\n').map((line) => line.trim())
  return (
    inXml ??
    lines.findLast((line) => line !== '' && !line.startsWith('Server returned') && !line.startsWith('<')) ??
    'no reason given'
  ).trim()
}
