import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { readSuiteVersion } from '../../src/host/suite.js'

test.each([
  ['{ "version": "1.2.3" }', '1.2.3'],
  ['{}', 'of an unknown version'],
  ['no JSON', 'of an unknown version'],
])('the suite with the package.json %j is %s', async (manifest, version) => {
  const folder = await mkdtemp(join(tmpdir(), 'obs-publish-suite-'))
  await writeFile(join(folder, 'package.json'), manifest)
  expect(await readSuiteVersion(folder)).toBe(version)
  await rm(folder, { recursive: true })
})
