import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'amqplib'

/** A real RabbitMQ of these tests' own. */
export interface Broker {
  readonly url: string
  /** Publishes a message as OBS does. */
  publish(key: string, payload: unknown): Promise<void>
  stop(): Promise<void>
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  // An address of a server that listens on a port.
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

/** Starts Debian's rabbitmq-server on loopback, in a folder of its own, with the exchange that OBS uses. */
export async function startBroker(): Promise<Broker> {
  const folder = await mkdtemp(join(tmpdir(), 'obs-publish-rabbitmq-'))
  const [port, distribution, names] = [await freePort(), await freePort(), await freePort()]
  await writeFile(
    join(folder, 'rabbitmq.conf'),
    `listeners.tcp.default = 127.0.0.1:${port}\nloopback_users.guest = true\nlog.console.level = warning\n`,
  )
  await writeFile(join(folder, 'enabled_plugins'), '[].\n')
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    RABBITMQ_BASE: folder,
    RABBITMQ_NODENAME: `obs-publish-${port}@localhost`,
    RABBITMQ_DIST_PORT: String(distribution),
    RABBITMQ_MNESIA_BASE: join(folder, 'mnesia'),
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_LOGS: '-',
    RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
    RABBITMQ_PID_FILE: join(folder, 'pid'),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
    // Erlang starts a daemon that knows the nodes, and leaves it behind: this one is ours to end.
    ERL_EPMD_PORT: String(names),
    ERL_EPMD_ADDRESS: '127.0.0.1',
  }
  // The script in /usr/sbin wants an account of its own; the one below it runs as whoever starts it.
  const server = spawn('/usr/lib/rabbitmq/bin/rabbitmq-server', [], { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const stop = async () => {
    if (server.exitCode === null && server.pid !== undefined) {
      process.kill(-server.pid, 'SIGKILL')
      await new Promise((done) => server.on('close', done))
    }
    spawnSync('epmd', ['-port', String(names), '-relaxed_command_check', '-kill'], { env })
    await rm(folder, { recursive: true, force: true })
  }
  const url = `amqp://guest:guest@127.0.0.1:${port}`
  for (const deadline = Date.now() + 60_000; ;) {
    const connection = await connect(url).catch(() => undefined)
    if (connection !== undefined) {
      const channel = await connection.createChannel()
      await channel.assertExchange('pubsub', 'topic', { durable: true })
      return {
        url,
        publish: async (key, payload) => {
          channel.publish('pubsub', key, Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)))
          await Promise.resolve()
        },
        stop: async () => {
          await connection.close().catch(() => undefined)
          await stop()
        },
      }
    }
    if (Date.now() > deadline || server.exitCode !== null) {
      await stop()
      throw new Error(`RabbitMQ does not start: ${output.slice(-2000)}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
