import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { buildPackages } from '../../src/operations/build-packages.js'
import { init } from '../../src/operations/init.js'
import { compare } from '../operations/comparison.js'
import { runOperation } from '../operations/run.js'
import { testHost, type TestHost } from '../support/host.js'
import { makeStandIns } from './stand-in-files.js'

const run = promisify(execFile)
const nfpm = resolve('.cache/nfpm/bin/nfpm')

let host: TestHost

beforeEach(async () => {
  host = await testHost()
})
afterEach(() => host.remove())

/** What is other on purpose, and why. */
const intended = {
  release: 'OBS counts it, and nfpm leaves it out of debs',
  size: 'it follows from the rest',
  'metadata:summary': 'ours has no period at its end',
  'metadata:description': 'nfpm has none beside the summary of a deb',
  'metadata:changelog': 'nfpm takes none from elsewhere',
  'metadata:group': 'rpmbuild fills it in',
  'files:/': 'dpkg-deb lists the root',
  'files:/lib*': 'units lie where each format has them',
  'files:/usr/lib*': 'the same',
  'files:/usr/share': 'the folder of the texts, which dpkg-deb lists',
  'files:/usr/share/doc*': 'each format has its texts where its policy wants them',
  'files:/usr/share/licenses*': 'the licence is marked as one',
  'files:/usr/share/lintian*': 'what lintian shall not report',
  'files:/usr/share/man*': 'manual pages are compressed, and marked as documentation',
  'marks:/usr/share/man*': 'the same',
}

/** What is other in one project, and why it shall be. */
const projects: Readonly<Record<string, readonly string[]>> = {
  // The folders that bear a package's name are its own, so that rpm removes them.
  ntfy: ['files:/etc/ntfy'],
  // init says that config keeps what the administrator changed.
  caddy: ['marks:/etc/caddy/Caddyfile', 'files:/etc/caddy', 'files:/usr/share/caddy'],
  // debbuild loses the mode of a directory, and the script sets it.
  headscale: ['scripts:postinst', 'mode:/var/lib/headscale', 'files:/etc/headscale'],
  gh: [],
  coredns: ['files:/etc/coredns', 'files:/usr/share/coredns'],
  // nfpm's deb has no ghost; ours removes the file when it is purged.
  telegraf: ['scripts:postrm', 'files:/etc/telegraf'],
  themes: [],
}

test.each(Object.entries(projects))(
  'what is imported from the nfpm.yaml of %s makes the packages that nfpm makes, but for what is intended',
  async (name, others) => {
    const { work } = host.directories
    const text = await readFile(`test/import/projects/${name}.yaml`, 'utf8')
    await makeStandIns(work, text)
    await writeFile(join(work, 'nfpm.yaml'), text)
    await writeFile(join(work, 'native.yaml'), text.replaceAll('${GOARCH}', 'amd64').replaceAll('${VERSION}', '1.2.3'))
    for (const format of ['deb', 'rpm']) {
      await mkdir(join(work, 'theirs', format), { recursive: true })
      await run(nfpm, ['package', '-f', 'native.yaml', '-p', format, '-t', `theirs/${format}/`], { cwd: work })
    }
    expect((await runOperation(init, host, {})).failure).toBeUndefined()
    const built = await runOperation(buildPackages, host, { version: '1.2.3', architectures: 'amd64', output: 'ours' })
    expect(built.failure).toBeUndefined()
    const { rows } = await compare(host, 'theirs', 'ours', [...Object.keys(intended), ...others].join(','))
    expect(rows).toEqual([])
  },
  60_000,
)
