import { expect, test } from '@jest/globals'
import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { debianPackages } from '../../src/host/tool.js'
import { packageTypes } from '../../src/local-build/job-selection.js'
import { repositoryKinds } from '../../src/local-build/repositories.js'
import { signingTools } from '../../src/local-build/signer.js'

/** What fetching needs: archives that Node cannot unpack, signatures, https, and the version of a checkout. */
const forSources = ['bzip2', 'ca-certificates', 'git', 'gpgv', 'zstd']

test('the container has the Debian package of every program that build-packages runs, and no other', async () => {
  const text = (await readFile('Containerfile', 'utf8')).replaceAll('\\\n', ' ')
  const [, list = ''] = /apt-get install --yes --no-install-recommends ([^&]+)/.exec(text) ?? []
  const needed = [...[...packageTypes, ...repositoryKinds].flatMap(({ tools }) => tools), ...signingTools]
  const installed = list.trim().split(/\s+/).toSorted()
  expect(installed).toEqual([...new Set([...needed.map((tool) => debianPackages[tool]), ...forSources])].toSorted())
})

test('the container runs the command line on the Node that the actions run on', async () => {
  const text = await readFile('Containerfile', 'utf8')
  const { runs } = parse(await readFile('action.yml', 'utf8')) as { runs: { using: string } } // action.yml is generated
  const [, major = ''] = /^FROM node:(\d+)-/m.exec(text) ?? []
  expect(runs.using).toBe(`node${major}`)
  const { bin } = JSON.parse(await readFile('package.json', 'utf8')) as { bin: Record<string, string> } // npm's own shape
  const [program = ''] = Object.values(bin)
  expect(text).toContain(`ENTRYPOINT ["node", "/opt/obs-publish/${program}"]`)
  for (const name of ['package.json', 'dist', 'presets']) expect(text).toContain(`COPY ${name} /opt/obs-publish/${name}\n`)
})
