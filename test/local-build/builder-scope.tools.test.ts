import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { readPackage } from '../../src/package/reader.js'
import type { TestHost } from '../support/host.js'
import { build, buildHost, daemonConfig, daemonFiles, writeFiles } from './workshop.js'

let host: TestHost
beforeEach(async () => {
  host = await buildHost()
})
afterEach(() => host.remove())

const config = daemonConfig
  .replace(
    '    architectures: [x86_64, aarch64]\npackages:',
    `    architectures: [x86_64]
  suse: { format: rpm, paths: [{ project: a, repository: b }], architectures: [aarch64] }
packages:`,
  )
  .replace(
    '{ base-files: ">= 1.0" }',
    '{ shadow: { builders: [suse] }, shadow-utils: { builders: [rpm] }, passwd: { builders: [deb] } }',
  )
  .replace('restart: true }', 'restart: true, builders: [deb, suse] }')
  .concat('    scripts: { post: exit 0 }\n')

test('relations and units hold in the builders that they name', async () => {
  await writeFiles(host, { ...daemonFiles, 'packages.yaml': config })
  const { built, failure } = await build(host)
  expect(failure).toBeUndefined()
  const found = await Promise.all(
    built.map(async ({ file, format, architecture }) => {
      const { relations, files, scripts } = await readPackage(file, host)
      const hasUnit = [...files.keys()].some((path) => path.endsWith('/greeter.service'))
      const post = scripts[format === 'deb' ? 'postinst' : 'post'] ?? ''
      const required = relations[format === 'deb' ? 'depends' : 'requires']
      return [format, architecture, required, hasUnit, post.includes('greeter.service'), post.includes('%')]
    }),
  )
  expect(found).toEqual([
    ['deb', 'x86_64', ['passwd'], true, true, false],
    ['deb', 'aarch64', ['passwd'], true, true, false],
    ['rpm', 'x86_64', ['shadow-utils'], false, false, false],
    ['rpm', 'aarch64', ['shadow'], true, true, false],
  ])
}, 60_000)
