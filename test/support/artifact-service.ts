import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A stand-in of the service that keeps the artifacts of one workflow run. */
export interface ArtifactService {
  /** What a step needs in its environment to use the service. */
  readonly environment: Readonly<Record<'ACTIONS_RESULTS_URL' | 'ACTIONS_RUNTIME_TOKEN', string>>
  /** The names of the finished artifacts, sorted. */
  names(): readonly string[]
  /** The finished artifacts, as archives. */
  contents(): readonly { readonly name: string; readonly content: Buffer }[]
  close(): Promise<void>
}

interface Artifact {
  readonly id: string
  readonly name: string
  readonly mime: string
  readonly created: string
  readonly blocks: Map<string, Buffer>
  content: Buffer
  digest: string
  finished: boolean
}

/** A request of the artifact client, as far as the stand-in reads it; its fields are all strings. */
type Query = Readonly<Record<'name' | 'mime_type' | 'hash' | 'name_filter' | 'id_filter', string | undefined>>
type Answer = Readonly<{ status?: number; body: object }>

const run = 'run-1'
const job = 'job-1'

/**
 * Starts a stand-in of GitHub's artifact service on 127.0.0.1, one for each workflow run. It knows the five
 * calls of @actions/artifact 6 (Twirp over JSON, src/generated/results/api/v1/artifact.twirp-client.ts there)
 * and the part of Azure's blob protocol by which the client stores and fetches content (Put Block, Put Block
 * List, Get Blob). Unlike the real one it keeps everything in memory, checks no token, and never expires.
 */
export async function startArtifactService(): Promise<ArtifactService> {
  const artifacts = new Map<string, Artifact>()
  // The client masks the signature in every log: a short word would garble them.
  const signature = randomBytes(24).toString('hex')
  let origin = ''
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)))
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', origin)
    const last = url.pathname.split('/').at(-1) ?? ''
    const body = await readBody(request)
    if (url.pathname.startsWith('/twirp/github.actions.results.api.v1.ArtifactService/')) {
      const query = JSON.parse(body.toString()) as Query // what the client serialises
      const { status = 200, body: reply } = call(last, query)
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(reply))
      return
    }
    const artifact = artifacts.get(decodeURIComponent(last))
    if (url.searchParams.get('sig') !== signature) response.writeHead(403).end()
    else if (!artifact) response.writeHead(404).end()
    else if (request.method === 'PUT') store(artifact, url.searchParams, body, response)
    else
      response.writeHead(200, { 'content-type': artifact.mime, 'content-length': artifact.content.length }).end(artifact.content)
  }

  function call(method: string, query: Query): Answer {
    const name = query.name ?? ''
    const link = `${origin}/blob/${encodeURIComponent(name)}?sig=${signature}`
    if (method === 'CreateArtifact') {
      if (artifacts.has(name)) return { status: 409, body: { code: 'already_exists', msg: `${name} exists already` } }
      artifacts.set(name, makeArtifact(String(artifacts.size + 1), name, query.mime_type))
      return { body: { ok: true, signed_upload_url: link } }
    }
    if (method === 'ListArtifacts') return { body: { artifacts: list(query) } }
    const artifact = artifacts.get(name)
    if (!artifact) return { status: 404, body: { code: 'not_found', msg: `there is no artifact ${name}` } }
    if (method === 'FinalizeArtifact') {
      artifact.finished = true
      artifact.digest = query.hash ?? `sha256:${createHash('sha256').update(artifact.content).digest('hex')}`
    } else if (method === 'GetSignedArtifactURL') return { body: { signed_url: link } }
    else if (method === 'DeleteArtifact') artifacts.delete(name)
    else return { status: 404, body: { code: 'bad_route', msg: method } }
    return { body: { ok: true, artifact_id: artifact.id } }
  }

  function list({ name_filter: name, id_filter: id }: Query): object[] {
    return [...artifacts.values()]
      .filter((each) => each.finished && (name === undefined || each.name === name) && (id === undefined || each.id === id))
      .map((each) => ({
        workflow_run_backend_id: run,
        workflow_job_run_backend_id: job,
        database_id: each.id,
        name: each.name,
        size: String(each.content.length),
        created_at: each.created,
        digest: each.digest,
      }))
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server that listens has one
  origin = `http://127.0.0.1:${port}`
  return {
    environment: { ACTIONS_RESULTS_URL: `${origin}/`, ACTIONS_RUNTIME_TOKEN: makeToken() },
    names: () => [...artifacts.values()].flatMap(({ name, finished }) => (finished ? [name] : [])).sort(),
    contents: () => [...artifacts.values()].filter(({ finished }) => finished).map(({ name, content }) => ({ name, content })),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function makeArtifact(id: string, name: string, mime = 'application/zip'): Artifact {
  const created = new Date().toISOString()
  return { id, name, mime, created, blocks: new Map(), content: Buffer.alloc(0), digest: '', finished: false }
}

/** Keeps a block, puts blocks together in the order of a list, or keeps a small artifact as a whole. */
function store(artifact: Artifact, parameters: URLSearchParams, body: Buffer, response: ServerResponse): void {
  const part = parameters.get('comp')
  if (part === 'block') artifact.blocks.set(parameters.get('blockid') ?? '', body)
  else if (part === 'blocklist') {
    const ids = [...body.toString().matchAll(/<Latest>([^<]+)<\/Latest>/g)].map((match) => match[1] ?? '')
    artifact.content = Buffer.concat(ids.map((id) => artifact.blocks.get(id) ?? Buffer.alloc(0)))
  } else artifact.content = body
  response.writeHead(201, { etag: '"stand-in"', 'last-modified': new Date().toUTCString() }).end()
}

/** The unsigned token from which the client reads which run and job it belongs to. */
function makeToken(): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signature = randomBytes(24).toString('base64url')
  return `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ scp: `Actions.Results:${run}:${job}` })}.${signature}`
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  // A request of node:http without an encoding yields buffers.
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
