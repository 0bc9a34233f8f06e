import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { chmod, cp, mkdir, mkdtemp, rm, symlink, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hashFile } from '../../src/host/file.js'
import { readPackage } from '../../src/package/reader.js'
import { uploadPlan } from '../../src/project/plan-file.js'
import { resolvePlan } from '../../src/project/planning.js'
import { judgeDeclared } from '../../src/verify/declared-payload.js'
import type { TestHost } from '../support/host.js'
import { build, buildHost, daemonFiles, plainConfig, writeFiles, type Ending } from './workshop.js'

/** Milliseconds: every package takes half a second. */
const patience = 60_000
let host: TestHost
const stores: string[] = []
beforeEach(async () => {
  const store = await mkdtemp(join(tmpdir(), 'artifacts-'))
  const copy = (from: string, to: string) => cp(from, to, { recursive: true, verbatimSymlinks: true })
  host = await buildHost({
    artifacts: {
      upload: (name, folder) => copy(folder, join(store, name)),
      download: async (name, folder) => {
        await copy(join(store, name), folder)
        return [name]
      },
      copy: () => Promise.reject(new Error('there is no other run')),
    },
  })
  stores.push(store)
})
afterEach(async () => {
  await host.remove()
  for (const store of stores.splice(0)) await rm(store, { recursive: true, force: true })
})

const at = (path: string) => join(host.directories.work, path)

/** The config of the daemon with other files. */
const configOf = (files: Readonly<Record<string, string>>) =>
  plainConfig.replace(
    / {4}files:[^]*/,
    `    files:\n${Object.entries(files)
      .map(([to, what]) => `      ${to}: ${what}\n`)
      .join('')}`,
  )

const web = {
  'web/index.html': '<p>hello\n',
  'web/.well-known/with a space [id].js': 'x',
  'web/cgi/run': '#!/bin/sh\n',
  'bin/linux-amd64/public/index.html': '<p>public\n',
  'bin/linux-amd64/public/img/a.png': 'png',
  'bin/linux-amd64/public/.hidden/b.js': 'js',
}

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  await writeFiles(host, { ...daemonFiles, ...web, 'packages.yaml': configOf(files) })
  for (const tree of ['web', 'bin/linux-amd64/public']) {
    await mkdir(at(`${tree}/empty`), { recursive: true })
    await symlink('../index.html', at(`${tree}/empty/link`)).catch(() => undefined)
    await mkdir(at(`${tree}/void`), { recursive: true })
  }
  await chmod(at('web/cgi/run'), 0o775)
  await chmod(at('web/index.html'), 0o600)
}

/** What lies below a folder in each of the packages, documents left out. */
async function listBoth({ built }: Ending, below: string): Promise<string[][]> {
  const models = await Promise.all(built.map(({ file }) => readPackage(file, host)))
  return models.map(({ files }) =>
    [...files]
      .filter(([path]) => path.startsWith(below))
      .map(([path, { type, mode, target }]) =>
        type === 'link' ? `${path} -> ${target}` : `${path}${type === 'directory' ? '/' : ''} ${mode.toString(8)}`,
      )
      .sort(),
  )
}

const sorted = (...paths: string[]) => paths.toSorted()

test(
  'trees of the source and beside the config are in both packages with folders, links and modes',
  async () => {
    await write({
      '/usr/bin/greeter': '{ binary: greeter }',
      '/usr/share/greeter/web': '{ file: web }',
      '/usr/share/greeter/public/': "{ member: 'public/**' }",
      '/usr/share/greeter/scripts/': "{ member: 'public/**/*.js', mode: '0755' }",
      '/usr/share/greeter/pages/': "{ file: 'web/*.html' }",
      '/usr/share/greeter/public/own.conf': '{ file: greeter.conf, config: true }',
    })
    const ending = await build(host, { architectures: 'amd64' })
    expect(ending.failure).toBeUndefined()
    const expected = sorted(
      ...['/', '/.well-known/', '/cgi/', '/empty/', '/void/'].map((path) => `/usr/share/greeter/web${path} 755`),
      ...['/.well-known/with a space [id].js', '/index.html'].map((path) => `/usr/share/greeter/web${path} 644`),
      '/usr/share/greeter/web/cgi/run 755',
      '/usr/share/greeter/web/empty/link -> ../index.html',
      ...['.hidden/', 'empty/', 'img/', 'void/'].map((path) => `/usr/share/greeter/public/${path} 755`),
      ...['.hidden/b.js', 'img/a.png', 'index.html', 'own.conf'].map((path) => `/usr/share/greeter/public/${path} 644`),
      '/usr/share/greeter/public/empty/link -> ../index.html',
      '/usr/share/greeter/scripts/.hidden/ 755',
      '/usr/share/greeter/scripts/.hidden/b.js 755',
      '/usr/share/greeter/pages/index.html 644',
    )
    const [deb, rpm] = await listBoth(ending, '/usr/share/greeter/')
    expect(rpm).toEqual(expected)
    // In the rpm nobody owns them, because others may have files there too.
    const above = ['public/', 'pages/', 'scripts/'].map((path) => `/usr/share/greeter/${path} 755`)
    expect(deb).toEqual(sorted(...expected, ...above))

    const plan = await resolvePlan({ version: 'v1.2.3-rc.1', packages: [] }, host)
    for (const { file, format } of ending.built) {
      const [planned] = plan.packages
      if (planned === undefined || (format !== 'deb' && format !== 'rpm')) throw new Error('nothing was planned')
      expect(judgeDeclared(planned, format, await readPackage(file, host))).toEqual([])
    }
  },
  patience,
)

test(
  'trees travel with a plan, and the same inputs give the same bytes',
  async () => {
    await write({ '/usr/share/greeter/web': '{ file: web }', '/usr/share/greeter/public/': "{ member: 'public/**' }" })
    const first = await build(host, { architectures: 'amd64' })
    expect(first.failure).toBeUndefined()
    const digests = async ({ built }: Ending) => Promise.all(built.map(({ file }) => hashFile(file, 'sha256')))
    const before = await digests(first)
    await uploadPlan(await resolvePlan({ version: 'v1.2.3-rc.1', packages: [] }, host), 'plan', host)
    await utimes(at('web/cgi/run'), 1, 1)
    await rm(at('web'), { recursive: true })
    const inputs = { plan: 'artifact:plan', architectures: 'amd64', output: at('again') }
    const second = await build(host, inputs)
    expect(second.failure).toBeUndefined()
    expect(await digests(second)).toEqual(before)
  },
  patience,
)

describe('is refused', () => {
  test.each([
    [
      "{ member: 'public/*' }",
      /public has the folder .hidden, which public\/\* leaves out; write public\/\*\* to take what is in folders too/,
    ],
    ["{ file: 'web/*' }", /web, which has the folder .well-known, which \* leaves out; write \*\* /],
    ["{ file: 'web/**' }", /has "\.well-known\/with a space \[id\]\.js", whose name holds other characters/],
    ["{ file: 'nowhere/**' }", /takes \S+\/nowhere, which is no folder\./],
    ["{ file: 'web/**', config: true }", /has config, which a pattern such as web\/\*\* cannot have; name the files/],
    ["{ member: 'public/**', owner: mail }", /has owner or group, which a pattern such as public\/\*\* cannot have/],
    ["{ member: 'a**/b' }", /files\.\/usr\/share\/greeter\/\.member must /],
  ])('%s', async (what, message) => {
    await write({ '/usr/share/greeter/': what })
    expect((await build(host, { architectures: 'amd64' })).failure).toMatch(message)
  })

  test.each([
    ['bin/linux-amd64/public/out', "{ member: 'public/**' }", 'public has out as a link to ../greeter, which leads out of it.'],
    ['web/out', '{ file: web }', 'web, which has out as a link to ../greeter, which leads out of it.'],
  ])('a link at %s that leads out of the tree', async (path, what, message) => {
    await write({ [what.includes('**') ? '/usr/share/greeter/' : '/usr/share/greeter']: what })
    await symlink('../greeter', at(path))
    expect((await build(host, { architectures: 'amd64' })).failure).toContain(message)
  })

  test('a folder that has its slash', async () => {
    await write({ '/usr/share/greeter/': '{ file: web }' })
    expect((await build(host, { architectures: 'amd64' })).failure).toContain(
      "must not end with a slash: a file has one path; of a folder take what is in it, as 'web/**'.",
    )
  })

  test('a folder that is to be a configuration file', async () => {
    await write({ '/usr/share/greeter': '{ file: web, config: true }' })
    expect((await build(host, { architectures: 'amd64' })).failure).toContain(
      'packages.greeter.files./usr/share/greeter.config is about a folder, which cannot have it; name the files that need it.',
    )
  })
})
