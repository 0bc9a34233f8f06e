import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { stringify } from 'yaml'
import { readPackage } from '../../src/package/reader.js'
import type { TestHost } from '../support/host.js'
import { build, buildHost, daemonConfig, daemonFiles, writeFiles } from './workshop.js'

/** Milliseconds: every package takes half a second. */
const patience = 60_000
let host: TestHost
beforeEach(async () => {
  host = await buildHost()
})
afterEach(() => host.remove())

const text = String.raw`100% %%%% %(touch pwned) %{name} %{x \a \\b \\\\c "q" 'q' é $HOME ` + '`id`'
const closed = text.replace('%{x', '%{x}')
const lines = [`   ${text}`, 'Name: other', '%nope %{name}', '', '* a star *', String.raw`a backslash \ `.trim()]
const commands = [
  `   ${text}`,
  ...['%if 0', '  %endif', '%else', '%post', '%files', '%global x y', '%{lua:}', 'Name: other', '# a comment', '', '', '', '   '],
  ...['rm -f /x/*', '*', 'END_OF_LINES', 'EOF', String.raw`a backslash \ `.trim(), 'next', '%S', String.raw`the last \ `.trim()],
].join('\n')

const scripts = {
  pre: `#!/bin/bash\n${commands}`,
  post: commands,
  preun: `#!/bin/sh -eu\n${commands}`,
  postun: `${commands}\n`,
}

/** The config of the daemon with a text of every kind in every field. */
function hostileConfig(): string {
  const [head = ''] = daemonConfig.split('packages:')
  const greeter = {
    summary: `A ${closed} \\`,
    description: lines.join('\n'),
    license: `MIT and ${text}`,
    maintainer: `${closed} <jane@example.org>`,
    url: 'https://example.org/a%20b%%25?x=$HOME',
    source: { folder: 'bin/{os}-{goarch}' },
    files: {
      '/usr/bin/greeter': { binary: 'greeter' },
      '/usr/share/x%y.conf': { file: "x%y é's.conf", replace: { 'A%{x}\\a': text } },
      '/usr/share/link': { link: `/x/${text}` },
    },
    units: { 'greeter.service': { file: 'greeter.service', restart: true } },
    scripts,
    changelog: { file: 'CHANGES.md' },
  }
  return head + stringify({ packages: { greeter } }, { lineWidth: 0 })
}

test(
  'every text is in both packages as it was written',
  async () => {
    const changes = [`- ${text}`, '- %if the last \\'].join('\n')
    await writeFiles(host, {
      ...daemonFiles,
      'packages.yaml': hostileConfig(),
      "x%y é's.conf": 'A%{x}\\a and A%{x}\\\\a\n',
      'CHANGES.md': `## 1.2.3-rc.1\n${changes}\n`,
    })
    const { built, failure } = await build(host, { architectures: 'amd64' })
    expect(failure).toBeUndefined()
    const [deb, rpm] = await Promise.all(built.map(({ file }) => readPackage(file, host)))
    if (deb === undefined || rpm === undefined) throw new Error('a package is missing')

    const common = { summary: `A ${closed} \\`, url: 'https://example.org/a%20b%%25?x=$HOME' }
    expect(deb.metadata).toMatchObject({ ...common, maintainer: `${closed} <jane@example.org>` })
    expect(rpm.metadata).toMatchObject({ ...common, packager: `${closed} <jane@example.org>`, license: `MIT and ${text}` })
    const { stdout } = await host.exec('dpkg-deb', ['--field', built[0]?.file ?? '', 'Description'])
    expect(stdout.split('\n').slice(1, -1)).toEqual(lines.map((line) => (line === '' ? ' .' : ` ${line}`)))
    expect(rpm.metadata['description']).toBe(lines.join('\n'))
    expect(rpm.metadata['changelog']).toContain(changes)

    for (const each of [deb, rpm]) {
      expect(each.files.get('/usr/share/link')?.target).toBe(`/x/${text}`)
      const content = Buffer.byteLength(`${text} and A%{x}\\\\a\n`)
      expect(each.files.get('/usr/share/x%y.conf')?.size).toBe(content)
    }
    const ending = { post: commands, postun: `${commands}\n`, pre: scripts.pre, preun: commands }
    const names = { pre: 'preinst', post: 'postinst', preun: 'prerm', postun: 'postrm' } as const
    for (const moment of ['pre', 'post', 'preun', 'postun'] as const) {
      const [ofDeb = '', ofRpm = ''] = [deb.scripts[names[moment]], rpm.scripts[moment]?.trimEnd()]
      // The unit is told of after `post`, whatever it ends with.
      const [before, after] = moment === 'post' ? ['(\n', '\n\n)\ncode=$?\n'] : ['', '']
      const inDeb = `${before}${ending[moment]}${after}`
      expect([moment, moment === 'post' ? ofDeb.includes(inDeb) : ofDeb.endsWith(inDeb)]).toEqual([moment, true])
      const inRpm = `${before}${scripts[moment].trimEnd()}${after}`
      expect([moment, moment === 'post' ? ofRpm.includes(inRpm) : ofRpm.endsWith(inRpm)]).toEqual([moment, true])
    }
    expect(Object.values(deb.scripts).map((script) => script.split('\n')[0])).toEqual(
      expect.arrayContaining(['#!/bin/bash', '#!/bin/sh -e', '#!/bin/sh -eu', '#!/bin/sh -e']),
    )
    expect(rpm.scripts['pre']).toMatch(/^\/bin\/bash\n#!\/bin\/bash\n/)
  },
  patience,
)

test(
  'a deb of files with owners gives them away, and unpacks none that would run as root',
  async () => {
    const files = [
      "/usr/bin/greeter: { binary: greeter, mode: '2755', group: mail }",
      "/etc/greeter.conf: { file: greeter.conf, config: true, mode: '0640', group: mail }",
      "/usr/bin/trusted: { binary: greeter, mode: '4755' }",
      "/var/lib/shared: { directory: true, mode: '1777' }",
    ]
    const config = daemonConfig.replace(
      / {4}files:[^]*(?= {4}units)/,
      `    files:\n${files.map((each) => `      ${each}\n`).join('')}`,
    )
    await writeFiles(host, { ...daemonFiles, 'packages.yaml': config })
    const { built, failure } = await build(host, { architectures: 'amd64' })
    expect(failure).toBeUndefined()
    const [deb, rpm] = await Promise.all(built.map(({ file }) => readPackage(file, host)))
    const rights = (path: string) =>
      [deb, rpm].map((each) => {
        const { mode = 0, owner, group } = each?.files.get(path) ?? {}
        return `${mode.toString(8)} ${owner}:${group}`
      })
    expect(rights('/usr/bin/greeter')).toEqual(['755 root:root', '2755 root:mail'])
    expect(rights('/etc/greeter.conf')).toEqual(['640 root:root', '640 root:mail'])
    expect(rights('/usr/bin/trusted')).toEqual(['4755 root:root', '4755 root:root'])
    // debbuild loses the mode of a directory.
    expect(rights('/var/lib/shared')).toEqual(['755 root:root', '1777 root:root'])
    const given = (deb?.scripts['postinst'] ?? '').split('\n').filter((line) => /chown|chmod|^for/.test(line))
    expect(given).toEqual([
      'for file in /usr/bin/greeter; do',
      '  dpkg-statoverride --list "$file" > /dev/null || { chown -h root:mail "$file"; chmod 2755 "$file"; }',
      'for file in /etc/greeter.conf; do',
      '  dpkg-statoverride --list "$file" > /dev/null || { chown -h root:mail "$file"; chmod 0640 "$file"; }',
      'chmod 1777 /var/lib/shared',
    ])
  },
  patience,
)

test(
  'an interpreter that not every system has is required by both packages',
  async () => {
    const own = "scripts: { pre: '#!/usr/bin/python3', post: '#!/usr/bin/env ruby' }"
    await writeFiles(host, {
      ...daemonFiles,
      'packages.yaml': daemonConfig.replace(/units:[^]*/, own).replace(', mode: "0750"', ''),
    })
    const { built, failure } = await build(host, { architectures: 'amd64' })
    expect(failure).toBeUndefined()
    const [deb, rpm] = await Promise.all(built.map(({ file }) => readPackage(file, host)))
    expect(deb?.relations).toEqual({ depends: ['base-files >= 1.0', 'ruby'], 'pre-depends': ['python3'] })
    expect(rpm?.relations['requires']).toEqual(['/usr/bin/ruby', 'base-files >= 1.0'])
    expect([deb?.scripts['preinst'], deb?.scripts['postinst']]).toEqual(['#!/usr/bin/python3', '#!/usr/bin/env ruby'])
    const { stdout } = await host.exec('rpm', ['-qp', '--qf', '[%{PREINPROG}][ %{POSTINPROG}]', built[1]?.file ?? ''])
    expect(stdout).toBe('/usr/bin/python3 /usr/bin/env ruby')
  },
  patience,
)
