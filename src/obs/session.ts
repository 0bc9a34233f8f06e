import { readFile, realpath } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { clearTimeout, setTimeout } from 'node:timers'
import * as v from 'valibot'
import { ToolError } from '../error.js'
import { converse, type Conversation } from '../host/conversation.js'
import { findProgram } from '../host/exec.js'
import type { Host } from '../host/host.js'
import { lacksAccount, noCredentials, oscVariables } from './osc-account.js'
import type { Answer, OscOptions, OscRequest, Silence, Transport } from './osc-transport.js'

/** A Python that has osc as a library. */
interface Interpreter {
  readonly program: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

const greetingShape = v.variant('ready', [
  v.object({ ready: v.literal(true), version: v.string(), user: v.string(), apiurl: v.string(), parallel: v.number() }),
  v.object({ ready: v.literal(false), kind: v.string(), error: v.string() }),
])
const answerShape = v.union([
  v.object({ id: v.number(), status: v.number(), headers: v.record(v.string(), v.string()), body: v.string() }),
  v.object({ id: v.number(), error: v.string() }),
])

/** Seconds that osc may take to start. */
const startTimeout = 60

interface Running {
  readonly conversation: Conversation
  readonly pending: Map<number, (result: Answer | Silence) => void>
}

/**
 * Keeps one osc open for all requests of an operation, used as a library (files/session.py). It is started by the first
 * request, ends with our process, and is started anew after a request that did not end in time. Undefined when the osc on
 * the search path cannot be imported, because it is a wrapper or a frozen program.
 * @throws UserError when osc has no credentials for the instance
 */
export async function openSession(host: Host, options: OscOptions): Promise<Transport | undefined> {
  const interpreter = await findInterpreter(host)
  if (interpreter === undefined) return undefined
  let running: Running | undefined
  let lastId = 0
  const start = async () => {
    const started = await startOsc(interpreter, host, options, (ended) => {
      if (running === ended) running = undefined
    })
    if ('running' in started) running = started.running
    return started
  }
  const first = await start()
  if (!('running' in first)) {
    if (lacksAccount.test(`${first.kind} ${first.error}`)) throw noCredentials(options.apiurl)
    if (/^(ModuleNotFoundError|ImportError|AttributeError|SyntaxError|KeyError|end)$/.test(first.kind)) {
      host.log.debug(`osc cannot be used as a library (${first.kind}: ${first.error}), it is started for each request`)
      return undefined
    }
    throw new ToolError({ command: 'osc', code: 1, stderr: `${first.kind}: ${first.error}` })
  }
  return {
    user: first.user,
    apiurl: first.apiurl,
    async send(request) {
      if (running === undefined) {
        const again = await start()
        if (!('running' in again)) return { silence: `osc did not start again: ${again.error}` }
      }
      return running === undefined ? { silence: 'osc has ended' } : exchange(running, ++lastId, request)
    },
  }
}

/** Sends one request and waits for its answer; one that takes too long costs the process, with all that it is asked. */
function exchange({ conversation, pending }: Running, id: number, request: OscRequest): Promise<Answer | Silence> {
  const { method, path, text = null, file = null, into = null, timeout } = request
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      settle({ silence: `no answer came within ${timeout} seconds` })
      conversation.end()
    }, timeout * 1000)
    const settle = (result: Answer | Silence) => {
      clearTimeout(timer)
      pending.delete(id)
      if (pending.size === 0) conversation.hold(false)
      resolve(result)
    }
    pending.set(id, settle)
    conversation.hold(true)
    conversation.say(JSON.stringify({ id, method, path, text, file, into }))
  })
}

type Started =
  | { readonly running: Running; readonly user: string; readonly apiurl: string }
  /** The class of Python's error, or `end` for a program that has said nothing. */
  | { readonly kind: string; readonly error: string }

function startOsc(
  { program, args, env }: Interpreter,
  host: Host,
  { apiurl, config }: OscOptions,
  onEnd: (ended: Running) => void,
): Promise<Started> {
  const script = join(host.directories.suite, 'dist', 'obs', 'session.py')
  const pending: Running['pending'] = new Map()
  const added = { ...env, ...(config === undefined ? {} : { OSC_CONFIG: config }) }
  return new Promise((resolve) => {
    let greeted = false
    const listener = {
      onLine(line: string) {
        if (greeted) return answerOne(pending, line)
        greeted = true
        clearTimeout(timer)
        const greeting = v.safeParse(v.pipe(v.string(), v.parseJson(), greetingShape), line)
        if (!greeting.success) resolve({ kind: 'end', error: line.slice(0, 200) })
        else if (!greeting.output.ready) resolve({ kind: greeting.output.kind, error: greeting.output.error })
        else {
          host.log.debug(`osc ${greeting.output.version} is open for ${greeting.output.apiurl}`)
          conversation.hold(false)
          resolve({ running, user: greeting.output.user, apiurl: greeting.output.apiurl })
        }
      },
      onEnd(complaints: string) {
        clearTimeout(timer)
        onEnd(running)
        const reason = complaints.split('\n').at(-1) ?? ''
        for (const settle of [...pending.values()]) settle({ silence: `osc ended${reason === '' ? '' : `: ${reason}`}` })
        resolve({ kind: 'end', error: reason })
      },
    }
    const words = [...args, '-u', script, ...(apiurl === undefined ? [] : [apiurl])]
    const conversation = converse(program, words, listener, host.env, oscVariables, added)
    const running: Running = { conversation, pending }
    const timer = setTimeout(() => conversation.end(), startTimeout * 1000)
  })
}

function answerOne(pending: Running['pending'], line: string): void {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), answerShape), line)
  if (!parsed.success) return
  const { id, ...answer } = parsed.output
  pending.get(id)?.('error' in answer ? { silence: answer.error } : answer)
}

/** The Python that the osc on the search path runs with, from its first lines; undefined when they name none. */
export async function findInterpreter(host: Host): Promise<Interpreter | undefined> {
  const found = await findProgram('osc', host.env['PATH'] ?? '')
  if (found === undefined) return undefined
  const file = await realpath(found)
  const text = await readFile(file, 'latin1').catch(() => '')
  const [first = '', second = ''] = text.split('\n', 2)
  if (/^#!.*python/.test(first)) {
    const [program = '', ...args] = first.slice(2).trim().split(/\s+/)
    return { program, args, env: {} }
  }
  // pip writes this where the path of the interpreter is too long for a first line, or has a space.
  const long = /^'''exec' "?([^"]+?)"? "\$0" "\$@"$/.exec(second)?.[1]
  if (long !== undefined) return { program: long, args: [], env: {} }
  // The starter that setup-osc writes (osc-install.ts): its library is beside it.
  if (!text.includes('osc.babysitter') || !text.includes('$here/../library')) return undefined
  const library = join(dirname(file), '..', 'library')
  const others = host.env['PYTHONPATH']
  return { program: 'python3', args: [], env: { PYTHONPATH: others ? `${library}:${others}` : library } }
}
