import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeRpmlintrc } from '../../src/spec/rpmlint.js'
import { buildRpm } from '../package/workshop.js'
import { modelOf } from './model.js'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'obs-publish-rpmlint-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** What rpmlint finds by name, without those that it was told to pass over. */
function findings(file: string, ...options: string[]): string[] {
  const { stdout } = spawnSync('rpmlint', [...options, file], { encoding: 'utf8' })
  return [...stdout.matchAll(/^\S+: [EW]: (\S+)/gm)].map(([, name = '']) => name)
}

test.each(['hello', 'hello+more', 'libhello++1.2'])(
  'rpmlint passes over the checks of %s that are none of ours',
  async (name) => {
    const file = await buildRpm(folder, { name })
    const all = findings(file)
    expect(all).toEqual(expect.arrayContaining(['no-signature', 'no-group-tag', 'no-manual-page-for-binary']))
    const model = modelOf('rpmlint: { no-manual-page-for-binary: Because. }')
    // rpmlint would find one in the folder of the rpm by itself.
    const exceptions = join(await mkdtemp(join(folder, 'own-')), 'rpmlintrc')
    await writeFile(exceptions, writeRpmlintrc({ ...model, planned: { ...model.planned, name } }))
    const passed = ['no-signature', 'no-group-tag', 'no-manual-page-for-binary', 'invalid-license']
    expect(findings(file, '--rpmlintrc', exceptions)).toEqual(all.filter((check) => !passed.includes(check)))
  },
)
