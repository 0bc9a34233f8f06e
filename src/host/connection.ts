import type { IncomingMessage, RequestOptions } from 'node:http'
import type { Environment } from './environment.js'

/** A way to ask hosts; redirects are answers like others. */
export interface Connection {
  send(method: string, url: string, headers: Readonly<Record<string, string>>, body?: string): Promise<IncomingMessage>
  /** Ends everything that is still going on. */
  dispose(): void
}

const proxies = ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY']

/**
 * Opens connections of Node's own, which are there at once; where a proxy is named, those of @actions/http-client, which knows
 * about them and takes longer to load than most repositories take to read.
 * @param idle milliseconds without a byte after which a connection counts as lost
 * @param env where a proxy is named
 */
export async function openConnection(idle: number, env: Environment): Promise<Connection> {
  return proxies.some((name) => env[name]) ? openProxied(idle) : openDirect(idle)
}

async function openProxied(idle: number): Promise<Connection> {
  const { HttpClient } = await import('@actions/http-client')
  const client = new HttpClient('obs-publish', [], { socketTimeout: idle, allowRedirects: false })
  return {
    send: async (method, url, headers, body) => (await client.request(method, url, body ?? null, { ...headers })).message,
    dispose: () => client.dispose(),
  }
}

function openDirect(idle: number): Connection {
  const agents = new Map<string, { destroy(): void }>()
  return {
    async send(method, url, headers, body) {
      const isSecure = new URL(url).protocol === 'https:'
      const { Agent, request } = isSecure ? await import('node:https') : await import('node:http')
      const agent = agents.get(`${isSecure}`) ?? new Agent({ keepAlive: true })
      agents.set(`${isSecure}`, agent)
      // An agent of the module that makes the request.
      const options = { agent, method, headers: { 'user-agent': 'obs-publish', ...headers } } as RequestOptions
      return new Promise<IncomingMessage>((resolve, reject) => {
        const asked = request(url, options, resolve)
        asked.on('error', reject)
        asked.setTimeout(idle, () => asked.destroy(new Error(`no data for ${Math.round(idle / 1000)} s`)))
        asked.end(body)
      })
    },
    dispose() {
      for (const agent of agents.values()) agent.destroy()
    },
  }
}
