import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { namesOf } from '../../src/architecture.js'
import type { Format } from '../../src/format.js'
import { specModel } from '../../src/spec/spec-model.js'
import { renderSpec } from '../../src/spec/spec.js'
import { planPreset } from './preset.js'

const run = promisify(execFile)
const minors = Array.from({ length: 11 }, (_, index) => `1.${26 + index}`)

let folder = ''
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'specs-'))))
afterAll(() => rm(folder, { recursive: true }))

/** What rpmspec reads out of a spec, but for what rpm adds itself: features of rpm, and the shell of the scriptlets. */
async function requirementsOf(spec: string, format: Format, architecture: string): Promise<string[]> {
  const { rpm, deb } = namesOf(architecture)
  const as = format === 'rpm' ? ['--target', rpm] : ['--define', '_vendor debbuild', '--define', `_arch ${deb}`]
  const { stdout } = await run('rpmspec', ['--query', '--requires', ...as, spec], { env: { ...process.env, HOME: folder } })
  return stdout.split('\n').filter((line) => line !== '' && line !== '/bin/sh' && !line.startsWith('rpmlib('))
}

/** The blocks of a golden file: the heading without its package's version, and the requirements in rpm's order. */
async function readGolden(minor: string): Promise<Map<string, string[]>> {
  const text = await readFile(`test/presets/golden/kubernetes-${minor}.txt`, 'utf8')
  const blocks = text.trim().split(/\n(?! )/)
  return new Map(
    blocks.flatMap((block) => {
      const [heading = '', ...lines] = block.split('\n')
      const [name = '', , format = '', ...architectures] = heading.split(' ')
      const wanted = lines.map((line) => line.trim().replace(/^requires /, '')).toSorted()
      return architectures.map((architecture) => [`${name} ${format} ${architecture}`, wanted] as const)
    }),
  )
}

test.each(minors)('rpmspec reads the requirements of Kubernetes %s out of the specs, no more and no fewer', async (minor) => {
  const plan = planPreset('kubernetes', `v${minor}.1`)
  const found = new Map<string, string[]>()
  for (const planned of plan.packages) {
    const spec = join(folder, `${planned.name}-${minor}.spec`)
    await writeFile(spec, renderSpec(specModel(planned, plan.architectures, [], '')))
    for (const { format, architectures } of planned.builds) {
      for (const architecture of architectures) {
        const requirements = await requirementsOf(spec, format, architecture)
        found.set(`${planned.name} ${format} ${architecture}`, requirements.toSorted())
      }
    }
  }
  expect(found).toEqual(await readGolden(minor))
})
