import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { readPackage } from '../../src/package/reader.js'
import type { TestHost } from '../support/host.js'
import { runInGuest } from './guest.js'
import { build, buildHost, daemonConfig, daemonFiles, writeFiles } from './workshop.js'

/** Milliseconds: packages are built and installed. */
const patience = 60_000
let host: TestHost
beforeEach(async () => {
  host = await buildHost()
})
afterEach(() => host.remove())

const keys = `    formats: [deb, rpm]
    users:
      greeter: { groups: [adm], home: /var/lib/greeter, id: 812 }
      helper: { group: greeter }
    groups: { visitors: { id: 813 } }
    tmpfiles: { file: greeter.tmpfiles }
    scripts:
      pre: { rpm: 'id -un greeter > /var/pre' }
      post: { file: scripts/post.sh }
      postun: { rpm: 'echo "rpm $1" > /var/gone' }
      postrm: 'echo "$@" >> /var/gone'
    files:
      /usr/bin/greeter: { binary: greeter }
      /var/lib/greeter: { directory: true, mode: "2750", owner: greeter, group: visitors }
`
const config = daemonConfig.replace(/ {4}requires:.*\n/, '').replace(/ {4}files:[^]*(?= {4}units)/, keys)
const files = {
  ...daemonFiles,
  'packages.yaml': config,
  'greeter.tmpfiles': '# Made at each start.\nd /run/greeter 0755 greeter greeter -\n',
  'scripts/post.sh': 'stat -c %U:%G /var/lib/greeter /run/greeter > /var/post 2> /dev/null || :\nexit 0\n',
}

const say =
  'getent passwd greeter helper; id -Gn greeter; getent group visitors; stat -c "%a %U:%G" /var/lib/greeter; cat /var/post'
const accounts = ['greeter:x:812:812::/var/lib/greeter:/usr/sbin/nologin', 'helper:x:N:812::/:/usr/sbin/nologin']

test.each([
  ['systemd', '', ['greeter:visitors', 'greeter:greeter']],
  ['useradd alone', 'rm /usr/bin/systemd-sysusers /usr/bin/systemd-tmpfiles', ['greeter:visitors']],
])(
  'users of both formats are made by %s, and stay when the package goes',
  async (_, prepare, seen) => {
    await writeFiles(host, files)
    const { built, failure } = await build(host, { architectures: 'amd64', version: 'v1.2.3' })
    expect(failure).toBeUndefined()
    const [deb = '', rpm = ''] = built.map(({ file }) => file)
    const told = [...accounts, 'greeter adm', 'visitors:x:813:', '2750 greeter:visitors', ...seen]
    const guest = async (script: string) => {
      const { code, stdout, stderr } = await runInGuest(`${prepare}\nrm -rf /run/greeter\n${script}`)
      if (code !== 0) throw new Error(stderr)
      return stdout
        .trim()
        .replace(/(helper:x:)\d+/, '$1N')
        .split('\n')
    }
    const ofDeb = await guest(`dpkg --force-unsafe-io -i ${deb} >&2; ${say}
      echo data > /var/lib/greeter/data; dpkg -r greeter >&2; ls /var/lib/greeter; dpkg -P greeter >&2
      ls /var/lib/greeter; getent passwd greeter; cat /var/gone`)
    expect(ofDeb).toEqual([...told, 'data', 'data', accounts[0], 'remove', 'purge'])
    const run = 'rpm --root / --dbpath /var/lib/guest-rpm --nodeps'
    const ofRpm = await guest(`${run} -i ${rpm} >&2; cat /var/pre; ${say}; ${run} -V greeter
      ${run} -e greeter >&2; ls -d /var/lib/greeter 2> /dev/null || getent passwd greeter; cat /var/gone`)
    expect(ofRpm).toEqual(['greeter', ...told, accounts[0], 'rpm 0'])
  },
  patience,
)

test(
  'both packages tell of the unit after the script of the config, which ends with exit',
  async () => {
    await writeFiles(host, files)
    const { built } = await build(host, { architectures: 'amd64' })
    const [deb, rpm] = await Promise.all(built.map(({ file }) => readPackage(file, host)))
    const after = (script = '') => script.slice(script.indexOf('exit 0\n'))
    expect(after(deb?.scripts['postinst'])).toContain('preset greeter.service')
    expect(after(rpm?.scripts['post'])).toContain('greeter.service')
    expect(Object.keys(deb?.scripts ?? {}).toSorted()).toEqual(['postinst', 'postrm', 'prerm'])
    expect(rpm?.relations['provides']).toEqual(
      expect.arrayContaining(['group(adm)', 'group(visitors)', 'user(greeter)', 'user(helper)']),
    )
    expect(rpm?.relations['requires(pre)']).toEqual(expect.arrayContaining(['/usr/sbin/groupadd', '/usr/sbin/useradd']))
    expect(deb?.relations['depends']).toEqual(['passwd'])
  },
  patience,
)

test.each([
  [
    'scripts/post.sh',
    undefined,
    '31:21: packages.greeter.scripts.post.file names scripts/post.sh, which cannot be read; paths are relative to the config',
  ],
  ['scripts/post.sh', '', '31:21: packages.greeter.scripts.post.file names scripts/post.sh, which is empty'],
  [
    'scripts/post.sh',
    '#!/bin/nothing\n',
    'UserError: scripts/post.sh:1:1: packages.greeter.scripts.post begins with #!/bin/nothing, and it is not known which package brings that',
  ],
  [
    'scripts/post.sh',
    'true\ntrue\r\n',
    'UserError: scripts/post.sh:2:1: packages.greeter.scripts.post has a line that ends with a carriage return, which a shell takes for a part of the last word; save it with the line ends of Unix',
  ],
  ['scripts/post.sh', '\u007fELF\0', 'which is a program and no script; install it by `files` and call it'],
  [
    'greeter.tmpfiles',
    '# first\n/run/greeter\n',
    'UserError: greeter.tmpfiles:2:1: packages.greeter.tmpfiles has "/run/greeter", which is no line of tmpfiles.d(5).',
  ],
])('the file %s that holds %j is refused before anything is fetched', async (file, content, problem) => {
  const others = Object.entries(files).filter(([name]) => name !== file)
  await writeFiles(host, Object.fromEntries([...others, ...(content === undefined ? [] : [[file, content] as const])]))
  const { failure } = await build(host, { architectures: 'amd64' })
  expect(failure).toContain(problem)
})
