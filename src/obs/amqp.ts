import type { ChannelModel } from 'amqplib'
import { UserError } from '../error.js'
import type { Host } from '../host/host.js'
import { Alarm, noEvents, type Events } from './events.js'

/** The broker of the reference instance, open to everybody (its documentation). */
const openSuse = { apiurl: 'https://api.opensuse.org', url: 'amqps://opensuse:opensuse@rabbit.opensuse.org' }

const exchange = 'pubsub'
/** `opensuse.obs.package.build_success`; other instances have other beginnings. Nothing is told of refusals. */
const keys = ['build_success', 'build_fail', 'build_unchanged', 'build_broken', 'build_unresolvable']
  .map((name) => `#.package.${name}`)
  .concat('#.repo.build_finished', '#.repo.publish_state', '#.repo.published')

/** Milliseconds until a broker must have opened a connection, in which one is closed, and between two tries to connect. */
const connectTimeout = 10_000
const closeTimeout = 500
const firstPause = 1000
const longestPause = 60_000
/** Seconds between signs of life, and bytes of a message that is read. */
const heartbeat = 30
const largestMessage = 64_000

/**
 * Opens what wakes a wait, as the input `events` says: `none`; `amqp` for the broker of build.opensuse.org; or the URL of
 * another broker. News are of the given projects. They wake a look and decide nothing, so that a broker which is gone, slow
 * or lying costs no more than the polling interval: it is connected to in the background, again and again.
 * @throws UserError for an input that means no broker
 */
export function openEvents(wanted: string, apiurl: string | undefined, projects: readonly string[], host: Host): Events {
  if (wanted === 'none') return noEvents(host.clock)
  const url = brokerOf(wanted, apiurl)
  if (url.password !== '' && url.password !== 'opensuse') host.log.mask(decodeURIComponent(url.password))
  url.searchParams.set('heartbeat', String(heartbeat))
  const alarm = new Alarm(host.clock)
  const end = new AbortController()
  let connection: ChannelModel | undefined
  const listening = keepListening(
    url,
    { projects, onNews: () => alarm.ring() },
    end.signal,
    host,
    (opened) => (connection = opened),
  )
  return {
    sleep: (milliseconds) => alarm.sleep(milliseconds),
    async close() {
      end.abort()
      if (connection !== undefined) dropConnection(connection)
      await Promise.race([listening, host.clock.sleep(closeTimeout)])
    },
  }
}

/** The URL of the broker that the input means. */
export function brokerOf(wanted: string, apiurl: string | undefined): URL {
  if (wanted === 'amqp') {
    if ((apiurl ?? openSuse.apiurl).replace(/\/+$/, '') === openSuse.apiurl) return new URL(openSuse.url)
    throw new UserError(
      `Input \`events\` is amqp, which means the broker of ${openSuse.apiurl}; for ${apiurl} give the URL of its broker, such as amqps://user:password@rabbit.example.org, or none.`,
    )
  }
  const url = URL.canParse(wanted) ? new URL(wanted) : undefined
  if (url !== undefined && /^amqps?:$/.test(url.protocol) && url.hostname !== '') return url
  throw new UserError('Input `events` must be none, amqp, or a URL that begins with amqp:// or amqps://.')
}

interface Subscription {
  readonly projects: readonly string[]
  readonly onNews: () => void
}

async function keepListening(
  url: URL,
  subscription: Subscription,
  signal: AbortSignal,
  host: Host,
  onOpen: (connection: ChannelModel) => void,
): Promise<void> {
  let told = ''
  for (let pause = firstPause; !signal.aborted; pause = Math.min(pause * 2, longestPause)) {
    const started = host.clock.now()
    const reason = await listen(url, subscription, signal, host, onOpen).catch((error: unknown) =>
      error instanceof Error ? error.message : String(error),
    )
    // A method, as the signal changes while listening.
    if (isAborted(signal)) return
    if (reason !== told) host.log.info(`no events of ${url.host}: ${reason}; looking goes on by the interval`)
    told = reason
    if (host.clock.now() - started > longestPause) pause = firstPause
    await host.clock.sleep(pause, signal)
  }
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted
}

/** Listens until the connection ends; resolves to why it did. */
async function listen(
  url: URL,
  { projects, onNews }: Subscription,
  signal: AbortSignal,
  host: Host,
  onOpen: (connection: ChannelModel) => void,
): Promise<string> {
  const { connect } = await import('amqplib')
  // A signal, which net.connect takes and amqplib's types leave out, ends a handshake with a broker that says nothing; with
  // TLS the time-out alone does.
  const socket = { timeout: connectTimeout, signal }
  const connection = await connect(url.href, socket)
  onOpen(connection)
  const ended = new Promise<string>((resolve) => {
    let reason = 'the connection was closed'
    connection.on('error', (error: Error) => (reason = error.message))
    connection.on('close', () => resolve(reason))
  })
  if (isAborted(signal)) dropConnection(connection)
  else {
    const subscribed = subscribe(connection, projects, onNews)
    const failed = await Promise.race([subscribed.then(() => undefined), ended])
    if (failed !== undefined) return failed
    host.log.debug(`listening to ${url.host}`)
    // What happened before is looked for.
    onNews()
  }
  return ended
}

/** The exchange must be there, and the queue is ours alone. */
async function subscribe(connection: ChannelModel, projects: readonly string[], onNews: () => void): Promise<void> {
  const channel = await connection.createChannel()
  channel.on('error', () => dropConnection(connection))
  channel.on('close', () => dropConnection(connection))
  await channel.checkExchange(exchange)
  const { queue } = await channel.assertQueue('', { exclusive: true, autoDelete: true, durable: false, maxLength: 1000 })
  for (const key of keys) await channel.bindQueue(queue, exchange, key)
  await channel.consume(queue, (message) => message && isOurs(message.content, projects) && onNews(), { noAck: true })
}

/** Whether a message is about one of our projects; whatever is no such message is not. */
export function isOurs(content: Buffer, projects: readonly string[]): boolean {
  if (content.length > largestMessage) return false
  try {
    const payload: unknown = JSON.parse(content.toString('utf8'))
    if (typeof payload !== 'object' || payload === null || !('project' in payload)) return false
    return projects.some((project) => project === payload.project)
  } catch {
    return false
  }
}

/** Ends a connection without waiting for a broker that may not answer. */
function dropConnection({ connection }: ChannelModel): void {
  // amqplib's types leave out the stream that the connection lies on.
  const { stream } = connection as unknown as { stream: { destroy(error: Error): void } }
  stream.destroy(new Error('it was ended'))
}
