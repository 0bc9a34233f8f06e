import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { ZipFile } from 'yazl'
import { workflowArtifacts, type Artifacts } from '../../src/host/artifact.js'
import { startArtifactService, type ArtifactService } from '../support/artifact-service.js'
import { testHost, type TestHost } from '../support/host.js'
import { startRuns, type RunsStandIn } from '../support/runs-stand-in.js'

let host: TestHost
let service: ArtifactService
let github: RunsStandIn
let artifacts: Artifacts

beforeEach(async () => {
  // The client writes its progress to standard output.
  jest.spyOn(process.stdout, 'write').mockReturnValue(true)
  host = await testHost()
  service = await startArtifactService()
  github = await startRuns()
  // @actions/artifact reads them from the environment of its process, the address of the API once.
  Object.assign(process.env, service.environment, { GITHUB_API_URL: github.api })
  jest.resetModules()
  artifacts = workflowArtifacts(host.exec, host.directories.temp)
})

afterEach(async () => {
  for (const name of [...Object.keys(service.environment), 'GITHUB_API_URL']) Reflect.deleteProperty(process.env, name)
  await github.close()
  await service.close()
  await host.remove()
  jest.restoreAllMocks()
})

async function zip(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const archive = new ZipFile()
  for (const [name, content] of Object.entries(files)) archive.addBuffer(Buffer.from(content), name)
  archive.end()
  return buffer(archive.outputStream)
}

const from = (digest: string) => ({ id: 1, run: 7, repository: 'owner/project', token: github.token, digest })
const digestOf = (content: Buffer) => `sha256:${createHash('sha256').update(content).digest('hex')}`
const store = (content: Buffer) =>
  void github.artifacts.push({ id: 1, run: 7, name: 'binaries', expired: false, digest: null, content })

test('an artifact of another run, made by actions/upload-artifact, is one of this run afterwards', async () => {
  const content = await zip({ 'x86_64/hello': 'for x86_64', 'aarch64/hello': 'for aarch64' })
  store(content)
  await artifacts.copy('binaries', from(digestOf(content)))
  expect(service.names()).toEqual(['binaries'])
  await artifacts.download('binaries', join(host.directories.work, 'target'))
  expect(await readFile(join(host.directories.work, 'target/aarch64/hello'), 'utf8')).toBe('for aarch64')
}, 30_000)

test('one that is not what GitHub says of it is refused', async () => {
  store(await zip({ hello: 'changed' }))
  await expect(artifacts.copy('binaries', from('sha256:0'))).rejects.toThrow(
    'What arrived of artifact binaries of run 7 is not what sha256:0 says; start this job again.',
  )
  expect(service.names()).toEqual([])
}, 30_000)
