import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { workflowArtifacts, type Artifacts } from '../../src/host/artifact.js'
import { startArtifactService, type ArtifactService } from '../support/artifact-service.js'
import { testHost, type TestHost } from '../support/host.js'

let host: TestHost
let service: ArtifactService
let artifacts: Artifacts

beforeEach(async () => {
  // The client writes its progress to standard output.
  jest.spyOn(process.stdout, 'write').mockReturnValue(true)
  host = await testHost()
  service = await startArtifactService()
  // @actions/artifact reads them from the environment of its process.
  Object.assign(process.env, service.environment)
  artifacts = workflowArtifacts(host.exec, host.directories.temp)
})

afterEach(async () => {
  for (const name of Object.keys(service.environment)) Reflect.deleteProperty(process.env, name)
  await service.close()
  await host.remove()
  jest.restoreAllMocks()
})

async function makeFolder(name: string, content: string | Buffer): Promise<string> {
  const folder = join(host.directories.work, name)
  await mkdir(join(folder, name), { recursive: true })
  await writeFile(join(folder, name, 'program'), content)
  await chmod(join(folder, name, 'program'), 0o755)
  return folder
}

test('folders of several artifacts come together in one, with their modes', async () => {
  await artifacts.upload('sources-one', await makeFolder('one', 'first'))
  await artifacts.upload('sources-two', await makeFolder('two', 'second'))
  await artifacts.upload('report', await makeFolder('three', 'third'))
  const target = join(host.directories.work, 'target')
  expect(await artifacts.download('sources-*', target)).toEqual(['sources-one', 'sources-two'])
  expect(await readFile(join(target, 'one', 'program'), 'utf8')).toBe('first')
  expect(await readFile(join(target, 'two', 'program'), 'utf8')).toBe('second')
  expect((await stat(join(target, 'two', 'program'))).mode & 0o777).toBe(0o755)
  await expect(stat(join(target, 'three'))).rejects.toThrow('ENOENT')
}, 30_000)

test('a folder larger than one block arrives whole', async () => {
  const content = Buffer.alloc(20 * 1024 * 1024, 'block of the folder ')
  await artifacts.upload('large', await makeFolder('large', content))
  const target = join(host.directories.work, 'target')
  await artifacts.download('large', target)
  expect((await readFile(join(target, 'large', 'program'))).equals(content)).toBe(true)
}, 30_000)

test('a name that no artifact has is an error that lists those there are', async () => {
  await artifacts.upload('sources-one', await makeFolder('one', 'first'))
  await expect(artifacts.download('packages-*', host.directories.work)).rejects.toThrow(
    'No artifact of this workflow run is named packages-*; there are: sources-one.',
  )
}, 30_000)

test('a name is given once in a run', async () => {
  await artifacts.upload('sources-one', await makeFolder('one', 'first'))
  await expect(artifacts.upload('sources-one', await makeFolder('two', 'second'))).rejects.toThrow('sources-one')
}, 30_000)
