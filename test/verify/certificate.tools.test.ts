import { execFile } from 'node:child_process'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import * as fixture from './fixture.js'

const run = promisify(execFile)
let workshop: fixture.Workshop

beforeAll(async () => {
  workshop = await fixture.openWorkshop()
}, 30_000)
afterAll(() => fixture.closeWorkshop(workshop))

test.each([
  [20, /the certificate of https:\/\/localhost:\d+ ends WARNING, soon: in (?:19|20) days; renew it/],
  [-1, /certificate has expired/],
])(
  'story 12: the certificate of the download host ends in %i days',
  async (days, told) => {
    const folder = await mkdtemp(join(workshop.folder, 'tls-'))
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    const end = new Date(Date.now() + days * 86_400_000).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)
    await run('openssl', [
      'req',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      key,
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=DNS:localhost',
      '-out',
      join(folder, 'csr.pem'),
    ])
    await writeFile(
      join(folder, 'ca.cnf'),
      `[ca]\ndefault_ca=x\n[x]\nnew_certs_dir=${folder}\ndatabase=${folder}/index.txt\nserial=${folder}/serial\ndefault_md=sha256\npolicy=p\ncopy_extensions=copy\n[p]\ncommonName=supplied\n`,
    )
    await writeFile(join(folder, 'index.txt'), '')
    await writeFile(join(folder, 'serial'), '01\n')
    await run('openssl', [
      'ca',
      '-batch',
      '-selfsign',
      '-config',
      join(folder, 'ca.cnf'),
      '-keyfile',
      key,
      '-in',
      join(folder, 'csr.pem'),
      '-out',
      cert,
      '-notext',
      '-startdate',
      '20200101000000Z',
      '-enddate',
      `${end}Z`,
    ])
    const root = await fixture.publish(workshop, { format: 'deb', architectures: ['x86_64'] })
    const server = createServer({ key: await readFile(key), cert: await readFile(cert) }, (request, response) => {
      readFile(join(root, new URL(request.url ?? '/', 'https://h').pathname)).then(
        (content) => response.end(content),
        () => response.writeHead(404).end(),
      )
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const trusted = join(folder, 'trusted.asc')
    await writeFile(trusted, workshop.keys.good)
    const words = [
      'verify-repo',
      '--repository-url',
      `https://localhost:${port}/`,
      '--packages',
      'demo',
      '--version',
      '1.0.0',
      '--key',
      trusted,
      '--install',
      'none',
      '--timeout',
      '0s',
      '--json',
    ]
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: cert }
    const { stdout } = await run('node', [join(process.cwd(), 'dist/cli.js'), ...words], { env, cwd: folder }).catch(
      (error: unknown) => error as { stdout: string },
    )
    server.close()
    server.closeAllConnections()
    expect(stdout).toMatch(told)
  },
  60_000,
)
