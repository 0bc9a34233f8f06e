import { stat } from 'node:fs/promises'
import { ServiceError, UserError } from '../error.js'
import type { Host } from '../host/host.js'
import { parseXml, type Element } from '../xml.js'
import { judgeAnswer, type Judgement } from './osc-answer.js'
import { openProgram } from './osc-program.js'
import { explainRefusal } from './refusal.js'
import { openSession } from './session.js'
import type { OscOptions, OscRequest, Transport } from './osc-transport.js'

/** What a request to OBS sends along. */
export interface Body {
  /** Text, or the path of a file, which is streamed. */
  readonly text?: string
  readonly file?: string
}

/** Every request to OBS goes through osc, with whatever credentials osc was given. */
export interface Osc {
  /** Reads; repeated when the service did not answer. Undefined for what is not there or may not be seen. */
  read(path: string): Promise<string | undefined>
  /** Reads a file of any content and size into one of that path; false for what is not there or may not be seen. */
  download(path: string, into: string): Promise<boolean>
  /** Changes something. Never repeated here: whoever calls it knows how to find out whether it happened. */
  change(method: 'PUT' | 'POST' | 'DELETE', path: string, body?: Body): Promise<string>
  /** Who osc is there, and the address of the instance's API; undefined when it does not tell. */
  account(): Promise<{ readonly user: string | undefined; readonly apiurl: string | undefined }>
}

const attempts = 4
const firstPause = 1000
/** Milliseconds after which a request that has not ended is given up; for each byte of a file a little more. */
const readTimeout = 120_000
const changeTimeout = 600_000
const timePerByte = 1 / 100

/** An {@link Osc} that keeps the osc of the search path open, or starts it for each request where that cannot be. */
export function openOsc(host: Host, options: OscOptions = {}): Osc {
  let opened: Promise<Transport> | undefined
  const transport = () => (opened ??= openSession(host, options).then((session) => session ?? openProgram(host, options)))
  const limit = (usual: number) => Math.min(usual, options.timeout ?? usual) / 1000
  const ask = async (request: OscRequest): Promise<Judgement> => judgeAnswer(request, await (await transport()).send(request))
  const fail = async (request: OscRequest, judgement: Exclude<Judgement, { kind: 'answer' }>): Promise<Error> => {
    if (judgement.kind === 'silence')
      return new ServiceError({ url: request.path, status: judgement.status, reason: judgement.reason, retriable: true })
    const lookUp = async (path: string) => {
      const found = await ask({ method: 'GET', path, timeout: limit(readTimeout) })
      return found.kind === 'answer' ? found.body : undefined
    }
    return explainRefusal(request, judgement.refusal, (await transport()).user, lookUp)
  }
  const repeat = async (request: OscRequest): Promise<string | undefined> => {
    for (let attempt = 1; ; attempt++) {
      const judgement = await ask(request)
      if (judgement.kind === 'answer') return judgement.body
      if (judgement.kind === 'absent') return undefined
      const error = await fail(request, judgement)
      if (judgement.kind !== 'silence' || attempt === attempts) throw error
      host.log.info(`${error.message}; asking again`)
      await host.clock.sleep(firstPause * 2 ** (attempt - 1))
    }
  }
  return {
    async account() {
      const { user, apiurl } = await transport()
      return { user, apiurl }
    },
    read: (path) => repeat({ method: 'GET', path, timeout: limit(readTimeout) }),
    async download(path, into) {
      return (await repeat({ method: 'GET', path, into, timeout: limit(changeTimeout) })) !== undefined
    },
    async change(method, path, { text, file } = {}) {
      const bytes = file === undefined ? 0 : (await stat(file)).size
      const timeout = limit(changeTimeout) + (bytes * timePerByte) / 1000
      const request: OscRequest = { method, path, text, file, timeout }
      const judgement = await ask(request)
      if (judgement.kind === 'answer') return judgement.body
      throw await fail(request, judgement)
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
