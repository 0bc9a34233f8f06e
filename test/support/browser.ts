import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'

/** How a page is looked at. */
export interface View {
  readonly width: number
  readonly height: number
  readonly scheme: 'light' | 'dark'
}

/** A real browser without a window, with one page open. */
export interface Browser {
  /** Opens an address and waits until it is loaded. */
  open(url: string, view: View): Promise<void>
  /** The value of a JavaScript expression in the page. */
  evaluate(expression: string): Promise<unknown>
  /** Presses a key and lets it go. */
  press(key: 'Tab' | 'Enter' | 'Escape'): Promise<void>
  /** What is seen, as a PNG. */
  photograph(): Promise<Buffer>
  /** The addresses that the page asked for since it was opened. */
  readonly requested: readonly string[]
  close(): Promise<void>
}

const keys = { Tab: 9, Enter: 13, Escape: 27 }

/** Starts Debian's Chromium and speaks its debugging protocol with it through a pipe, which ends it when this process ends. */
export async function startBrowser(): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'obs-publish-browser-'))
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run']
  const child = spawn('chromium', [...flags, '--remote-debugging-pipe', `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const { ask, when, requested } = converse(child)
  const { targetId } = await ask('Target.createTarget', { url: 'about:blank' })
  const { sessionId } = await ask('Target.attachToTarget', { targetId, flatten: true })
  const send = (method: string, params: object = {}) => ask(method, params, sessionId)
  for (const domain of ['Page', 'Network', 'Runtime']) await send(`${domain}.enable`)
  return {
    requested,
    async open(url, { width, height, scheme }) {
      await send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: width < 600 })
      await send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] })
      requested.length = 0
      const loaded = when('Page.loadEventFired')
      await send('Page.navigate', { url })
      await loaded
    },
    async evaluate(expression) {
      const { result, exceptionDetails } = await send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true })
      if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails))
      return result?.value
    },
    async press(key) {
      const event = { key, code: key, windowsVirtualKeyCode: keys[key], ...(key === 'Enter' ? { text: '\r' } : {}) }
      await send('Input.dispatchKeyEvent', { type: 'keyDown', ...event })
      await send('Input.dispatchKeyEvent', { type: 'keyUp', ...event })
    },
    async photograph() {
      return Buffer.from((await send('Page.captureScreenshot', { format: 'png' })).data ?? '', 'base64')
    },
    async close() {
      child.kill()
      await ended
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

interface Answer {
  readonly targetId?: string
  readonly sessionId?: string
  readonly result?: { readonly value?: unknown }
  readonly exceptionDetails?: unknown
  readonly data?: string
}

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: { readonly request?: { readonly url: string } }
  readonly result?: Answer
  readonly error?: { readonly message: string }
}

/** Questions and answers, each a JSON text that a NUL ends. */
function converse(child: ChildProcess) {
  // Both are pipes, as spawn was told.
  const [input, output] = [child.stdio[3] as Writable, child.stdio[4] as Readable]
  const waiting = new Map<number, (message: Message) => void>()
  const listeners = new Map<string, () => void>()
  const requested: string[] = []
  let last = 0
  let rest = ''
  output.setEncoding('utf8').on('data', (chunk: string) => {
    const texts = `${rest}${chunk}`.split('\0')
    rest = texts.pop() ?? ''
    // What Chromium says is of its own protocol.
    for (const text of texts) hear(JSON.parse(text) as Message)
  })
  child.once('error', (error) => fail(error.message))
  child.once('exit', () => fail('Chromium ended'))

  function hear(message: Message): void {
    if (message.id !== undefined) waiting.get(message.id)?.(message)
    if (message.method === 'Network.requestWillBeSent') requested.push(message.params?.request?.url ?? '')
    listeners.get(message.method ?? '')?.()
  }
  function fail(message: string): void {
    for (const answer of waiting.values()) answer({ error: { message } })
  }
  return {
    requested,
    when: (method: string) => new Promise<void>((resolve) => listeners.set(method, resolve)),
    ask: (method: string, params: object, sessionId?: string) =>
      new Promise<Answer>((resolve, reject) => {
        const id = ++last
        waiting.set(id, ({ result = {}, error }) => {
          waiting.delete(id)
          if (error === undefined) resolve(result)
          else reject(new Error(`${method}: ${error.message}`))
        })
        input.write(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`)
      }),
  }
}
