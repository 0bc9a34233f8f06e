import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { architectures, config, meta, spec, writeTree } from '../sandbox/hello.js'
import { startSandbox } from '../../src/sandbox/sandbox.js'
import { testHost } from '../support/host.js'
import { nameContainers, programs, sandbox } from './live.js'

const run = promisify(execFile)

const debs = ['amd64', 'arm64']

let folder: string
let sources: string

/** A project pair of its own for each osc, and osc with a home of its own: cookies know no port. */
async function prepare(program: string, label: string, password = sandbox.password) {
  const home = await mkdtemp(join(folder, 'home-'))
  const config = join(home, 'oscrc')
  const plain = 'credentials_mgr_class = osc.credentials.PlaintextConfigFileCredentialsManager'
  const account = `user = ${sandbox.username}\npass = ${password}\n${plain}\nallow_http = 1\ntrusted_prj = *`
  await writeFile(config, `[general]\napiurl = ${sandbox.apiurl}\n[${sandbox.apiurl}]\n${account}\n`, { mode: 0o600 })
  const publish = `sandbox-test:${label}`
  const build = `${publish}:build`
  const osc = async (args: string[], cwd = home) => {
    const options = { cwd, env: { ...process.env, HOME: home }, timeout: 120_000 }
    return (await run(program, ['--config', config, ...args], options)).stdout
  }
  return { osc, home, publish, build }
}

async function waitFor<T>(what: string, seconds: number, look: () => Promise<T | undefined>): Promise<T> {
  for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline;) {
    const found = await look()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  throw new Error(`${what} did not happen within ${seconds} s`)
}

/** Asks the API directly: osc's start alone would take time from the builds. */
async function ask(path: string): Promise<string> {
  const credentials = Buffer.from(`${sandbox.username}:${sandbox.password}`).toString('base64')
  const response = await fetch(`${sandbox.apiurl}${path}`, { headers: { authorization: `Basic ${credentials}` } })
  return response.text()
}

async function fetchText(path: string): Promise<string | undefined> {
  const response = await fetch(`${sandbox.downloadUrl}/${path}`)
  return response.ok ? response.text() : undefined
}

/** The tests of one osc on a sandbox that runs: an account, a package from a commit to signed repositories, a rebuild. */
// eslint-disable-next-line jest/no-export -- two files run them, one of them every night
export function testOsc(version: keyof typeof programs): void {
  const program = programs[version]
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sandbox-test-'))
    sources = join(folder, 'sources')
    const tree = join(folder, 'hello-1.2.4')
    await mkdir(sources)
    await writeTree(tree)
    await run('tar', ['-czf', join(sources, 'hello_1.2.4.orig.tar.gz'), '-C', folder, 'hello-1.2.4'])
    await writeFile(join(sources, 'hello.spec'), spec)
  })

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true })
  })

  // A name of its own also when the tests run again on the same sandbox.
  const label = `osc-${version.replace(/[^0-9a-z]/gi, '-')}-${Date.now().toString(36)}`

  test('a start on the running sandbox returns it and adds distributions', async () => {
    const host = await testHost()
    const distributions = [
      { project: 'sandbox-test:base', repository: 'deb', format: 'deb' },
      { project: 'sandbox-test:base', repository: 'rpm', format: 'rpm' },
    ] as const
    const options = {
      directory: sandbox.directory,
      port: 0,
      architectures,
      workers: 1,
      distributions,
      ancestors: ['sandbox-test'],
    }
    const again = await startSandbox(options, host)
    await host.remove()
    expect(again).toEqual({ ...sandbox, reused: true })
  })

  test('the account is known and the base distributions are listed', async () => {
    const { osc } = await prepare(program, label)
    expect((await osc(['whois'])).trim()).toBe('packager: "packager" <packager@sandbox.invalid>')
    expect((await osc(['ls'])).split('\n')).toEqual(expect.arrayContaining(['Sandbox:Debian:12', 'sandbox-test:base']))
  })

  test('a wrong password is refused', async () => {
    const { osc } = await prepare(program, label, 'wrong')
    await expect(osc(['ls'])).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('401') })
  })

  test('a package goes from a commit to signed repositories', async () => {
    const { osc, home, publish, build } = await prepare(program, label)
    const put = async (kind: string[], content: string) => {
      await writeFile(join(home, 'put'), content)
      await osc(['meta', kind[0] ?? '', '-F', join(home, 'put'), ...kind.slice(1)])
    }
    await put(['prj', publish], meta(publish, ' kind="maintenance_release"', '<build><disable/></build>', undefined))
    await put(['prj', build], meta(build, '', '<publish><disable/></publish>', publish))
    await put(['prjconf', build], config)
    await put(['pkg', build, 'hello'], `<package name="hello" project="${build}"><title/><description/></package>`)
    expect(await osc(['meta', 'prjconf', build])).toBe(config)

    await osc(['co', build, 'hello'])
    const checkout = join(home, build, 'hello')
    for (const name of ['hello.spec', 'hello_1.2.4.orig.tar.gz']) await copyFile(join(sources, name), join(checkout, name))
    await osc(['addremove'], checkout)
    await osc(['ci', '-m', 'first'], checkout)
    expect((await osc(['ls', build, 'hello'])).trim().split('\n')).toEqual(['hello.spec', 'hello_1.2.4.orig.tar.gz'])

    await waitFor('the end of the builds', 180, async () => {
      const xml = await ask(`/build/${build}/_result?package=hello`)
      const pending = /dirty="true"|code="(?:blocked|scheduled|dispatching|building|signing|finished|unknown|broken)"/
      return pending.test(xml) ? undefined : true
    })
    const results = await osc(['results', '--xml', build, 'hello'])
    expect([...results.matchAll(/<status package="hello" code="([^"]*)"/g)].map((match) => match[1])).toEqual(
      Array(4).fill('succeeded'),
    )
    expect(await osc(['remotebuildlog', build, 'hello', 'deb', 'aarch64'])).toContain('hello_1.2.4-1.1_arm64.deb')

    await nameContainers('single', publish)
    await osc(['release', '--no-delay', build, 'hello'])
    const containers = (await osc(['ls', publish])).trim().split('\n')
    expect(containers).toEqual([expect.stringMatching(/^hello\.\d{14}$/)])

    const path = publish.replaceAll(':', ':/')
    const packages = await waitFor('the deb repository', 20, async () => {
      const text = await fetchText(`${path}/deb/Packages`)
      return text !== undefined && debs.every((deb) => text.includes(`_${deb}.deb`)) ? text : undefined
    })
    expect([...packages.matchAll(/^Filename: (.*)$/gm)].map((match) => match[1]).sort()).toEqual(
      debs.map((deb) => `./${deb}/hello_1.2.4-1.1_${deb}.deb`),
    )
    expect(packages).toContain('Section: admin\n')
    expect(packages).toContain('Maintainer: Hello Authors <hello@example.org>\n')
    await waitFor('the rpm repository', 20, () => fetchText(`${path}/rpm/repodata/repomd.xml.asc`))
    await waitFor('the state published', 20, async () => {
      const states = await Promise.all(
        ['deb', 'rpm'].map((format) => osc(['api', `/published/${publish}/${format}?view=status`])),
      )
      return states.every((state) => state.includes('code="published"')) ? true : undefined
    })
    await checkSignatures(path, home)
    await checkPackages(path, home)
  }, 300_000)

  test('a rebuild is accepted and an unknown package refused', async () => {
    const { osc, build } = await prepare(program, label)
    await osc(['rebuildpac', build, 'hello', 'deb', 'x86_64'])
    await expect(osc(['api', `/source/${build}/nosuch`])).rejects.toMatchObject({ stderr: expect.stringContaining('404') })
  })
}

async function download(path: string, file: string): Promise<void> {
  const response = await fetch(`${sandbox.downloadUrl}/${path}`)
  expect({ path, status: response.status }).toEqual({ path, status: 200 })
  await writeFile(file, Buffer.from(await response.arrayBuffer()))
}

async function checkSignatures(path: string, home: string): Promise<void> {
  const at = (name: string) => join(home, name)
  await download(`${path}/deb/Release.key`, at('Release.key'))
  await download(`${path}/rpm/repodata/repomd.xml.key`, at('repomd.xml.key'))
  await run('gpg', ['--homedir', home, '--batch', '--dearmor', '-o', at('key.gpg'), at('Release.key')])
  for (const [signed, signature] of [
    ['deb/Release', 'deb/Release.gpg'],
    ['rpm/repodata/repomd.xml', 'rpm/repodata/repomd.xml.asc'],
  ] as const) {
    await download(`${path}/${signed}`, at('signed'))
    await download(`${path}/${signature}`, at('signature'))
    await run('gpgv', ['--keyring', at('key.gpg'), at('signature'), at('signed')])
  }
  for (const arch of architectures) {
    await download(`${path}/rpm/${arch}/hello-1.2.4-1.1.${arch}.rpm`, at(`${arch}.rpm`))
    await run('rpmkeys', ['--dbpath', at('rpmdb'), '--import', at('repomd.xml.key')])
    expect((await run('rpmkeys', ['--dbpath', at('rpmdb'), '-K', at(`${arch}.rpm`)])).stdout).toBe(
      `${at(`${arch}.rpm`)}: digests signatures OK\n`,
    )
  }
}

async function checkPackages(path: string, home: string): Promise<void> {
  const deb = join(home, 'hello.deb')
  await download(`${path}/deb/arm64/hello_1.2.4-1.1_arm64.deb`, deb)
  const field = async (name: string) => (await run('dpkg-deb', ['-f', deb, name])).stdout.trim()
  expect(await field('Architecture')).toBe('arm64')
  expect(await field('Depends')).toBe('base-files (>= 1.0), mount')
  await run('dpkg-deb', ['-R', deb, join(home, 'deb')])
  const read = async (name: string) => (await run('cat', [join(home, 'deb', name)])).stdout
  expect(await read('DEBIAN/conffiles')).toBe('/etc/default/hello\n')
  expect(await read('DEBIAN/postinst')).toContain('systemctl preset hello.service')
  expect(await read('usr/share/hello/machine')).toBe('aarch64\n')
  expect(await read('lib/systemd/system/hello.service')).toContain('ExecStart=/usr/bin/hello')

  const query = ['-qp', '--nosignature', '--qf', '%{ARCH}\\n[%{FILENAMES}\\n]', join(home, 'aarch64.rpm')]
  const files = (await run('rpm', query)).stdout.trim().split('\n')
  expect(files[0]).toBe('aarch64')
  expect(files).toEqual(
    expect.arrayContaining(['/etc/sysconfig/hello', '/usr/lib/systemd/system/hello.service', '/usr/bin/hello']),
  )
}
