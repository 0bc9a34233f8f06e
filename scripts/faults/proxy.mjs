import { Buffer } from 'node:buffer'
import { createServer, request as ask } from 'node:http'

/** What goes wrong with an answer, by name. `before`: the request does not reach OBS; `after`: it does, and its answer is lost. */
export const faults = {
  500: { when: 'before', answer: [500, '<hash><status type="integer">500</status><error>Internal Server Error</error></hash>'] },
  503: { when: 'before', answer: [503, '<html><body>Service Unavailable</body></html>'] },
  '504 after the effect': { when: 'after', answer: [504, ''] },
  'closed before': { when: 'before', answer: 'close' },
  'closed after the effect': { when: 'after', answer: 'close' },
  hang: { when: 'after', answer: 'hang' },
  'half a body': { when: 'after', answer: 'half' },
  'a web page': {
    when: 'before',
    answer: [200, '<!DOCTYPE html><html><body>Log in</body></html>'],
    only: (method) => method === 'GET',
  },
  'an empty result list': {
    when: 'before',
    answer: [200, '<resultlist/>'],
    only: (method, path) => method === 'GET' && path.includes('/_result'),
  },
  'a lost backend': {
    when: 'before',
    answer: [404, '<status code="not_found"><summary>Content Failed to open TCP connection to localhost:5352</summary></status>'],
    only: (method, path) => path.includes('/_config'),
  },
}

/**
 * A proxy in front of an OBS that does to the n-th request that OBS accepted what it is told, and counts. Requests without
 * credentials, which OBS answers with 401, do not count.
 */
export async function startProxy(apiurl) {
  const target = new URL(apiurl)
  const state = { seen: [], fault: undefined, at: 0, hit: undefined }
  const server = createServer((request, response) => {
    const chunks = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('error', () => undefined)
    response.on('error', () => undefined)
    request.on('end', () => {
      const counts = request.headers.authorization !== undefined
      const line = `${request.method} ${decodeURIComponent(request.url)}`
      if (counts) state.seen.push(line)
      const fault = counts && state.seen.length === state.at ? faults[state.fault] : undefined
      if (fault !== undefined) state.hit = line
      if (fault?.when === 'before') return spoil(response, fault.answer, Buffer.alloc(0), {})
      const headers = { ...request.headers, host: target.host, connection: 'close' }
      const options = {
        host: target.hostname,
        port: target.port,
        method: request.method,
        path: request.url,
        headers,
        agent: false,
      }
      const outgoing = ask(options, (incoming) => {
        const body = []
        incoming.on('data', (chunk) => body.push(chunk))
        incoming.on('end', () => {
          const whole = Buffer.concat(body)
          const hops = ['connection', 'keep-alive', 'transfer-encoding']
          const rest = Object.fromEntries(Object.entries(incoming.headers).filter(([name]) => !hops.includes(name)))
          if (fault !== undefined) return spoil(response, fault.answer, whole, rest)
          response.writeHead(incoming.statusCode, { ...rest, 'content-length': whole.length }).end(whole)
        })
      })
      outgoing.on('error', () => response.destroy())
      outgoing.end(Buffer.concat(chunks))
    })
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** Begins to count anew. */
    arm(fault, at) {
      Object.assign(state, { seen: [], fault, at, hit: undefined })
    },
    seen: () => state.seen,
    hit: () => state.hit,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

function spoil(response, answer, body, headers) {
  if (answer === 'hang') return
  if (answer === 'close') return response.destroy()
  if (answer === 'half') {
    response.writeHead(200, { ...headers, 'content-length': Math.max(body.length, 40) })
    response.write(body.subarray(0, Math.floor(body.length / 2)))
    setTimeout(() => response.destroy(), 20)
    return
  }
  const [status, text] = answer
  response.writeHead(status, { 'content-type': text.startsWith('<!') ? 'text/html' : 'application/xml' }).end(text)
}
