import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { connectBackend } from './backend.js'
import { openAccessLog } from './gateway/access-log.js'
import { Authentication } from './gateway/authentication.js'
import { readConfig } from './gateway/gateway-config.js'
import { servePublished } from './gateway/file-server.js'
import { Metas } from './gateway/metas.js'
import { hasFlag, isMaintainer } from './gateway/rights.js'
import { Releases } from './gateway/releases.js'
import { answer, sendFailure } from './gateway/routes.js'
import { sendXml } from './gateway/answer.js'

const published = '/repositories'
/** What a browser gets, and a client that OBS takes for one. As a real page it is no XML, which a client might take for an answer. */
const page =
  '<!DOCTYPE html>\n<html><head><title>Open Build Service</title></head><body><p>An OBS sandbox; it has no pages.<br></body></html>\n'
const about = `<about>
  <title>Open Build Service API</title>
  <description>API of an OBS sandbox</description>
  <revision>2.9.4</revision>
  <last_deployment></last_deployment>
  <commit></commit>
</about>`

/**
 * Serves a sandbox's API and its published repositories on one port until the process is told to end. It stands where
 * OBS's front end would: it authenticates, answers what the backend has no answer for, and passes the rest on.
 */
export async function serveGateway(configFile: string): Promise<void> {
  const config = await readConfig(configFile)
  const authentication = new Authentication(config.users, config.session)
  const backend = connectBackend(config.backendPort)
  const metas = new Metas(backend, authentication.logins)
  const releases = new Releases(backend, config.containers, async (project, visitor) => {
    const chain = await metas.chain(project)
    return isMaintainer(chain, visitor) && !hasFlag(chain[0], 'lock', 'enable')
  })
  const log = openAccessLog(config.accessLog)

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const known: { user?: string } = {}
    log(request, response, () => known.user)
    const url = new URL(request.url ?? '/', 'http://sandbox.invalid')
    if (url.pathname === published || url.pathname.startsWith(`${published}/`)) {
      return servePublished(config.repositories, url.pathname.slice(published.length), request, response)
    }
    if (url.pathname === '/about') return sendXml(response, about)
    if (url.pathname === '/') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page)
      return
    }
    const visitor = authentication.identify(request, response)
    if (visitor === undefined) return demandCredentials(request, response)
    known.user = visitor.login
    const context = { backend, backendPort: config.backendPort, releases, metas, logins: authentication.logins, visitor }
    await answer(request, response, url, context)
  }
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => sendFailure(request, response, error))
  })
  // A large upload over a slow line takes its time.
  server.requestTimeout = 0
  server.keepAliveTimeout = 65_000
  server.listen(config.port, '127.0.0.1')
  await once(server, 'listening')
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
  server.close()
  server.closeAllConnections()
}

/** Reads the whole request first: a client that is still sending would otherwise see a broken pipe, not the 401. */
async function demandCredentials(request: IncomingMessage, response: ServerResponse): Promise<void> {
  request.resume()
  if (!request.complete) await Promise.race([once(request, 'end'), once(request, 'close')])
  response.writeHead(401, {
    'www-authenticate': 'Basic realm="Use your OBS account"',
    'content-type': 'application/xml; charset=utf-8',
    'x-opensuse-errorcode': 'authentication_required',
  })
  response.end('<status code="authentication_required">\n  <summary>Authentication Required</summary>\n</status>\n')
}
