import { describe, expect, test } from '@jest/globals'
import { ServiceError } from '../../src/error.js'
import { releaseRevisions } from '../../src/obs/release.js'
import { testClock } from '../support/clock.js'
import { testHost } from '../support/host.js'
import { scriptedOsc, type Script } from '../support/scripted-osc.js'
import {
  built,
  containers,
  deb,
  debFile,
  half,
  info,
  listOf,
  none,
  one,
  revisions,
  row,
  rpm,
  rpmFile,
  two,
  versions,
} from './release-script.js'

async function release(
  script: Script,
  onChange?: (method: string, path: string) => string,
  cells: readonly (typeof deb | typeof rpm)[] = [deb, rpm],
  planned = true,
  atOnce = false,
) {
  const osc = scriptedOsc({ ...built, ...script }, onChange)
  const clock = testClock()
  await clock.sleep(Date.UTC(2026, 0, 2))
  const host = await testHost({ clock })
  const request = { project: 'B', cells, revisions, planned, siblings: ['hello'], timeout: 60_000, interval: 1000, atOnce }
  try {
    const [released] = await releaseRevisions(request, osc, host)
    return { changes: osc.changes, names: released?.containers, versions: released?.versions, changed: released?.changed }
  } finally {
    await host.remove()
  }
}

describe('a release', () => {
  test('is made once and awaited until it is published', async () => {
    expect(await release({ '/source/T?view=info': [none, containers(one)] })).toEqual({
      changes: ['POST /source/B/hello?cmd=release'],
      names: [`hello.${one}`],
      versions,
      changed: true,
    })
  })

  test('of all packages at once is one request of the project, and none when it is there', async () => {
    const together = { '/source/B': '<directory><entry name="hello"/></directory>' }
    const all = [deb, rpm]
    expect(await release({ ...together, '/source/T?view=info': [none, containers(one)] }, undefined, all, true, true)).toEqual({
      changes: ['POST /source/B?cmd=release&nodelay=1'],
      names: [`hello.${one}`],
      versions,
      changed: true,
    })
    expect(await release({ ...together, '/source/T?view=info': containers(one) }, undefined, all, true, true)).toMatchObject({
      changes: [],
      changed: false,
    })
  })

  test('of all packages at once that was interrupted is completed by what is lacking', async () => {
    const script = { ...half, '/source/T?view=info': [containers(one), containers(one, two)] }
    expect(await release(script, undefined, [deb, rpm], true, true)).toMatchObject({
      changes: ['POST /source/B/hello?cmd=release&repository=rpm'],
      changed: true,
    })
  })

  test('that OBS split over two containers is one release', async () => {
    expect(await release({ '/source/T?view=info': [none, containers(one, two)] })).toEqual({
      changes: ['POST /source/B/hello?cmd=release'],
      names: [`hello.${one}`, `hello.${two}`],
      versions,
      changed: true,
    })
  })

  test('that is there already is left alone, split or not, and costs no look at the builds', async () => {
    for (const list of [containers(one), containers(one, two)]) {
      expect(await release({ '/source/T?view=info': list, '/build/B/_result?package=hello': undefined })).toMatchObject({
        changes: [],
        versions,
        changed: false,
      })
    }
  })

  test('that was interrupted is completed by the repository that lacks something', async () => {
    const own = { '/build/T/_result?view=binarylist': listOf(`hello.${one}`, { deb: debFile }) }
    expect(await release({ ...half, ...own, '/source/T?view=info': [containers(one), containers(one, two)] })).toEqual({
      changes: ['POST /source/B/hello?cmd=release&repository=rpm'],
      names: [`hello.${one}`, `hello.${two}`],
      versions,
      changed: true,
    })
  })

  test('that was interrupted is not completed from other sources', async () => {
    const other = { '/source/B?view=info&package=hello': info('newer') }
    await expect(release({ ...half, ...other, '/source/T?view=info': containers(one) })).rejects.toThrow(
      `Nothing was released: hello: its release hello.${one} is incomplete, and B holds other sources by now; push this version again and wait for its builds, then release.`,
    )
  })

  test('that another run began a moment ago is waited for, not made again', async () => {
    const now = '20260101235930'
    const script = {
      '/source/T?view=info': containers(now),
      [`/build/T/_result?view=binarylist&package=hello.${now}`]: [
        listOf(`hello.${now}`, { deb: debFile }),
        listOf(`hello.${now}`, { deb: debFile, rpm: rpmFile }),
      ],
      [`/build/T/rpm/x86_64/hello.${now}`]: '<binarylist/>',
    }
    expect(await release(script)).toMatchObject({ changes: [], names: [`hello.${now}`] })
  })

  test('that the scheduler has not seen is found where it lies', async () => {
    const script = {
      ...half,
      '/source/T?view=info': containers(one),
      [`/build/T/rpm/x86_64/hello.${one}`]: `<binarylist>${rpmFile}</binarylist>`,
    }
    expect(await release(script)).toMatchObject({ changes: [], versions })
  })

  test('whose answer was lost is looked for, not repeated', async () => {
    const lost = () => {
      throw new ServiceError({ url: '/', reason: 'connection lost' })
    }
    const { changes } = await release({ '/source/T?view=info': [none, none, containers(one)] }, lost)
    expect(changes).toEqual(['POST /source/B/hello?cmd=release'])
  })

  test('whose answer was lost and that left nothing is an error that a later run may mend', async () => {
    const lost = () => {
      throw new ServiceError({ url: '/', reason: 'connection lost' })
    }
    await expect(release({ '/source/T?view=info': none }, lost)).rejects.toMatchObject({ name: 'ServiceError', retriable: true })
  })

  test('of a package that is built as deb alone asks for that repository alone', async () => {
    const script = {
      '/source/T?view=info': [none, containers(one)],
      '/build/B/_result?view=binarylist&package=hello': listOf('hello', { deb: debFile }),
    }
    expect((await release(script, undefined, [deb])).changes).toEqual(['POST /source/B/hello?cmd=release&repository=deb'])
  })

  test('of a project that nobody planned is of what OBS builds there', async () => {
    const script = {
      '/source/T?view=info': [none, containers(one)],
      '/build/B/_result?package=hello': `<resultlist state="1">${row('deb')}${row('rpm', 'excluded')}</resultlist>`,
      '/build/B/rpm/x86_64/hello/_buildinfo': '<buildinfo><srcmd5>abc</srcmd5><error>excluded</error></buildinfo>',
      '/build/B/_result?view=binarylist&package=hello': listOf('hello', { deb: debFile }),
    }
    expect(await release(script, undefined, [deb, rpm], false)).toMatchObject({
      changes: ['POST /source/B/hello?cmd=release&repository=deb'],
      versions: { deb: { x86_64: '1.2.3-1.1' } },
    })
  })

  test('of a file that is published from other sources already is refused, because users would not get it', async () => {
    const taken = { '/build/T/_result?view=binarylist': listOf('hello.20251231000000', { deb: debFile }) }
    const failure = release({ ...taken, '/source/T?view=info': none }, () => {
      throw new Error('nothing may be changed')
    })
    await expect(failure).rejects.toThrow(
      'Nothing was released: T has hello_1.2.3-1.1_amd64.deb from other sources, as hello.20251231000000, and users would go on getting that one; this version is published, so publish the next one.',
    )
  })

  test('that would take along binaries that nobody planned is refused by name', async () => {
    await expect(release({ '/source/T?view=info': none }, undefined, [deb])).rejects.toThrow(
      'Nothing was released: B holds binaries of hello rpm/x86_64, which are not to be released, and a release would take them along; remove them with osc wipebinaries --build-disabled, or have them built.',
    )
  })
})

test.each([
  [
    'a build that failed',
    '/build/B/_result?package=hello',
    'code="succeeded"',
    'code="failed"',
    /hello deb\/x86_64 \(the build failed\); obs-wait shows the logs, obs-rebuild restarts what failed\.$/,
    'WorkError',
  ],
  [
    'a result of other sources',
    '/build/B/deb/x86_64/_jobhistory?package=hello&limit=1',
    'srcmd5="abc"',
    'srcmd5="old"',
    /this result is of other sources/,
    'ServiceError',
  ],
  [
    'a repository that OBS lacks',
    '/build/B/_result?package=hello',
    'repository="deb"',
    'repository="other"',
    /^Nothing was released, because .*: hello deb\/x86_64 \(missing: .*\); run obs-wait, then release again$/,
    'ServiceError',
  ],
  [
    'a repository without a release target',
    '/source/B/_meta',
    'repository name="deb"',
    'repository name="other"',
    /Repository deb of B has no release target/,
    'WorkError',
  ],
] as const)('%s keeps everything from being released', async (_, path, from, to, message, kind) => {
  const answer = built[path]
  const script = { [path]: typeof answer === 'string' ? answer.replace(from, to) : '', '/source/T?view=info': none }
  const failure = release(script, () => {
    throw new Error('nothing may be changed')
  })
  await expect(failure).rejects.toMatchObject({ name: kind })
  await expect(failure).rejects.toThrow(message)
})

test('what is released but never published is an error of the service', async () => {
  const failure = release({ '/source/T?view=info': containers(one), '/published/T/deb/Packages': '' })
  await expect(failure).rejects.toThrow(
    'hello_1.2.3-1.1_amd64.deb is released but not published at /published/T/deb/Packages after 1m00s',
  )
})

test('a repository that cannot be published is told at once, with its words', async () => {
  const failed =
    '<resultlist state="1"><result repository="deb" arch="x86_64" state="publishfailed" details="no key"/></resultlist>'
  const script = {
    '/source/T?view=info': containers(one),
    '/published/T/deb/Packages': '',
    '/build/T/_result?repository=deb&view=summary': failed,
  }
  await expect(release(script)).rejects.toThrow(
    'T/deb is released and OBS cannot publish it, its state is publishfailed: no key;',
  )
})
