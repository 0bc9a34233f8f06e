import { describe, expect, test } from '@jest/globals'
import { parseConfig, readConfig } from '../../src/config/config.js'
import { parseConfigDocument } from '../../src/config/document.js'
import type { PlannedSource } from '../../src/plan/plan.js'
import { oneProgram } from '../support/config.js'
import { planOf } from '../support/plan.js'

/** The sources of the config of one program in /base, with another source and whatever else is changed. */
function sourcesOf(
  source: string,
  changes: readonly (readonly [string, string])[] = [],
  version = '1.2.3',
): readonly PlannedSource[] {
  const text = [['{ folder: "bin/{goarch}" }', source] as const, ...changes].reduce(
    (all, [from, to]) => all.replace(from, to),
    oneProgram,
  )
  const loaded = readConfig([parseConfigDocument('packages.yaml', text, '/base')])
  return planOf(loaded, { version }).packages[0]?.sources ?? []
}

const platforms = ['section: admin', 'section: admin\n    platforms: [darwin/arm64, windows/amd64, linux/arm64]'] as const
const armv7 = ['[x86_64, aarch64]', '[armv7l]'] as const

test('each architecture and each other platform has its own address', () => {
  const url = 'https://h/{os}/{goarch}/{arch}/{debarch}/{binary}{exe}'
  const sources = sourcesOf(`{ url: '${url}' }`, [platforms, ['[x86_64, aarch64]', '[x86_64, armv7l]']])
  expect(sources.map(({ target, address }) => [target, address])).toEqual([
    ['x86_64', { url: 'https://h/linux/amd64/x86_64/amd64/hello' }],
    ['armv7l', { url: 'https://h/linux/arm/armv7l/armhf/hello' }],
    ['darwin/arm64', { url: 'https://h/darwin/arm64/aarch64/arm64/hello' }],
    ['windows/amd64', { url: 'https://h/windows/amd64/x86_64/amd64/hello.exe' }],
  ])
})

test.each([
  ['[armv7l]', 'arm/7'],
  ['[armv6l]', 'arm/6'],
  ['[x86_64]', 'amd64/'],
])('{goarm} is for 32-bit ARM alone, not for others than %s as %s', (architectures, filled) => {
  const added = ['packages:', 'architectures: { armv6l: { go: arm, deb: armhf, rpm: armv6hl } }\npackages:'] as const
  const changes = [
    ['[x86_64, aarch64]', architectures],
    ['architectures: [x86_64]\npackages', 'architectures: [i586]\npackages'],
    added,
  ] as const
  const [source] = sourcesOf("{ url: 'https://h/{goarch}/{goarm}' }", changes)
  expect(source?.address).toEqual({ url: `https://h/${filled}` })
})

test.each([
  ['{version} {package-version} {release-version} {minor}', '1.2.3-rc.1%2Babc/1.2.3~rc.1%2Babc/1.2.3-rc.1%2Babc/1.2'],
  ['{package} {binary} {os} {goarch} {arch} {debarch}', 'hello/hello/linux/amd64/x86_64/amd64'],
])('the template of a URL may hold %s', (template, filled) => {
  const [source] = sourcesOf(`{ url: 'https://h/${template.replaceAll(' ', '/')}' }`, [], '1.2.3-rc.1+abc')
  expect(source?.address).toEqual({ url: `https://h/${filled}` })
})

test('a carried package has its own version, and the one of the product', () => {
  const carried = ['section: admin', "section: admin\n    version: { '*': 0.9.1-rc.2 }"] as const
  const [source] = sourcesOf("{ url: 'https://h/{version}/{package-version}/{minor}/{release-version}' }", [carried])
  expect(source?.address).toEqual({ url: 'https://h/0.9.1-rc.2/0.9.1~rc.2/0.9/1.2.3' })
})

test('everything beside a program is found by its address', () => {
  const sums = "sha256: '{url}.sha256', sha512: 'https://h/SUMS-{version}'"
  const signed = "signature: { url: '{sums}.asc', keys: [keys/a.asc], signs: checksums }"
  const sigstore = "sigstore: { bundle: '{url}.json', identity: i, issuer: 'https://i', trusted-root: root.json }"
  const [source] = sourcesOf(`{ url: 'https://h/{binary}', ${sums}, ${signed}, ${sigstore}, max-size: 1KiB }`)
  expect(source).toEqual({
    target: 'x86_64',
    address: { url: 'https://h/hello' },
    sha256: { list: { url: 'https://h/hello.sha256' } },
    sha512: { list: { url: 'https://h/SUMS-1.2.3' } },
    signature: { address: { url: 'https://h/hello.sha256.asc' }, keys: [{ file: '/base/keys/a.asc' }], signs: 'checksums' },
    sigstore: {
      address: { url: 'https://h/hello.json' },
      identity: 'i',
      issuer: 'https://i',
      root: { file: '/base/root.json' },
    },
    maxSize: 1024,
    wanted: [{ name: 'hello', kind: 'binary' }],
    at: 'packages.yaml:21:13',
  })
})

test('everything beside a local folder is found beside the config', () => {
  const sums =
    "sha256: SUMS, signature: { url: '{sums}.asc', keys: [key.asc] }, sigstore: { bundle: '{url}/b.json', identity: i, issuer: 'https://i' }"
  const [source] = sourcesOf(`{ folder: '../bin/{version}+{arch}', ${sums} }`)
  expect(source).toMatchObject({
    address: { folder: '/bin/1.2.3+x86_64' },
    sha256: { list: { file: '/base/SUMS' } },
    signature: { address: { file: '/base/SUMS.asc' }, keys: [{ file: '/base/key.asc' }], signs: 'file' },
    sigstore: { address: { file: '/bin/1.2.3+x86_64/b.json' } },
  })
})

test('a path is relative to the file that set it', () => {
  const mine = 'packages: { hello: { source: { signature: { url: mine.asc, keys: [mine-key.asc] } } } }\n'
  const base = oneProgram.replace('"bin/{goarch}" }', '"bin/{goarch}", sha256: SUMS }')
  const documents = [parseConfigDocument('mine.yaml', mine, '/mine'), parseConfigDocument('base.yaml', base, '/base')] as const
  expect(planOf(readConfig(documents)).packages[0]?.sources[0]).toMatchObject({
    address: { folder: '/base/bin/amd64' },
    sha256: { list: { file: '/base/SUMS' } },
    signature: { address: { file: '/mine/mine.asc' }, keys: [{ file: '/mine/mine-key.asc' }] },
  })
})

describe('digests in the config', () => {
  const digest = (letter: string) => letter.repeat(64)
  const stated = `sha256: { x86_64: ${digest('a')}, aarch64: ${digest('b')} }`
  const shaOf = (sources: readonly PlannedSource[]) => sources.map(({ target, sha256 }) => [target, sha256])

  test('are of an architecture, and one that states none is told apart', () => {
    const sources = sourcesOf(`{ url: 'https://h/{arch}', ${stated} }`, [['[x86_64, aarch64]', '[aarch64, s390x]']])
    expect(shaOf(sources)).toEqual([
      ['aarch64', { digest: digest('b') }],
      ['s390x', {}],
      ['x86_64', { digest: digest('a') }],
    ])
  })

  test('are not of what another system gets', () => {
    const sources = sourcesOf(`{ url: 'https://h/{os}/{arch}{exe}', ${stated} }`, [platforms])
    expect(shaOf(sources).slice(2)).toEqual([
      ['darwin/arm64', {}],
      ['windows/amd64', {}],
    ])
  })

  test('are also of what every system gets', () => {
    const sources = sourcesOf(`{ url: 'https://h/{arch}.zip', ${stated} }`, [platforms])
    expect(shaOf(sources).slice(2)).toEqual([
      ['darwin/arm64', { digest: digest('b') }],
      ['windows/amd64', { digest: digest('a') }],
    ])
  })
})

describe('what is wanted of a source', () => {
  const files = (text: string) => ['{ binary: hello }', `{ binary: hello }\n${text}`] as const
  const more = "      /usr/bin/more: { binary: more }\n      /usr/share/man/man1/: { member: 'man/*.1' }"
  const wishes = (sources: readonly PlannedSource[]) =>
    sources.map(({ target, address, wanted }) => [
      target,
      Object.values(address)[0],
      wanted.map(({ kind, name, place = '' }) => [kind, name, place].join(' ').trim()),
    ])

  test('is a file for each without an archive', () => {
    expect(wishes(sourcesOf("{ url: 'https://h/{binary}' }", [armv7, files(more)])).slice(0, 3)).toEqual([
      ['armv7l', 'https://h/hello', ['binary hello']],
      ['armv7l', 'https://h/more', ['binary more']],
      ['armv7l', 'https://h/man/*.1', ['member man/*.1']],
    ])
  })

  test('is together in an archive, documents too', () => {
    const license = ['section: admin', 'section: admin\n    license-file: { member: doc/COPYING }'] as const
    const sources = sourcesOf("{ url: 'https://h/a.tgz', archive: { strip: 1 } }", [files(more), license])
    const wanted = ['binary hello', 'binary more', 'member man/*.1', 'member doc/COPYING LICENSE']
    expect(wishes(sources)).toEqual([
      ['x86_64', 'https://h/a.tgz', wanted],
      ['aarch64', 'https://h/a.tgz', wanted],
    ])
    expect(sources[0]?.archive).toEqual({ strip: 1 })
  })

  test('is apart where archives have names of their own', () => {
    const sources = sourcesOf("{ url: 'https://h/{binary}.tgz', archive: {} }", [
      armv7,
      files('      /usr/bin/more: { binary: more }'),
    ])
    expect(wishes(sources).slice(0, 2)).toEqual([
      ['armv7l', 'https://h/hello.tgz', ['binary hello']],
      ['armv7l', 'https://h/more.tgz', ['binary more']],
    ])
  })

  test('is there once, however often it is installed', () => {
    const again = '      /usr/sbin/hello: { binary: hello }'
    expect(wishes(sourcesOf("{ url: 'https://h/{binary}' }", [armv7, files(again)]))[0]).toEqual([
      'armv7l',
      'https://h/hello',
      ['binary hello'],
    ])
    expect(sourcesOf("{ url: 'https://h/{binary}' }", [armv7, files(again)])).toHaveLength(2)
  })

  test('is of the source of its own that a file has', () => {
    const own = "      /usr/bin/more: { binary: more, source: { folder: 'more/{version}' } }"
    const sources = sourcesOf("{ url: 'https://h/{binary}' }", [armv7, files(own)])
    expect(sources.slice(0, 2).map(({ address, at }) => [address, at])).toEqual([
      [{ url: 'https://h/hello' }, 'packages.yaml:21:13'],
      [{ folder: '/base/more/1.2.3' }, 'packages.yaml:24:46'],
    ])
  })

  test('is nothing of what is installed at other versions', () => {
    const later = "      /usr/bin/more: { binary: more, versions: '>=1.3' }"
    const names = (version: string) =>
      sourcesOf("{ url: 'https://h/{binary}' }", [files(later)], version).flatMap(({ target, wanted }) =>
        target === 'x86_64' ? wanted.map(({ name }) => name) : [],
      )
    expect([names('1.2.9'), names('1.3.0-rc.1')]).toEqual([['hello'], ['hello', 'more']])
  })
})

test('a platform of a system that is not known is refused', () => {
  const text = oneProgram.replace('section: admin', 'platforms: [drawin/arm64]')
  expect(() => parseConfig('packages.yaml', text)).toThrow(
    'packages.yaml:20:17: packages.hello.platforms.0 must be one of linux, darwin, windows, not "drawin/arm64".',
  )
})
