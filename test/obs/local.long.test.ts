import { afterEach, expect, test } from '@jest/globals'
import { cp, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { makePerson, type Person } from './command.js'
import { sandbox } from './live.js'
import { nameProjects, publishInputs } from './project.js'

let person: Person | undefined
afterEach(() => person?.remove())

test('what OBS builds and what build-packages builds are the same packages but for the release number', async () => {
  person = await makePerson()
  const { build, publish } = nameProjects()
  const example = resolve('examples/daemon')
  await cp(example, person.folder, { recursive: true })
  const config = (await readFile(join(example, 'packages.yaml'), 'utf8'))
    .replace('obs:\n', `obs:\n  apiurl: ${sandbox.apiurl}\n`)
    .replace('home:jane:greeter:{channel}:v{minor}:build', build)
    .replace('home:jane:greeter:{channel}:v{minor}', publish)
  await person.write('packages.yaml', config)
  for (const architecture of ['x86_64', 'aarch64']) {
    const script = `#!/bin/sh\necho greetings from ${architecture}, for ${publish}\n`
    for (const name of ['bin/greeterd', 'bin/greet', 'man/greeterd.8', 'completions/greet.bash'])
      await person.write(`binaries/${architecture}/${name}`, script, 0o755)
  }
  const common = { binaries: 'binaries', compression: 'fast' }
  // The daemon needs packages of the distribution, which an empty root has not.
  await person.do('publish', { ...publishInputs('v1.2.0'), ...common, 'verify-install': 'none' })
  await person.do('build-packages', { version: 'v1.2.0', ...common })
  for (const builder of ['deb', 'rpm']) {
    const right = `${sandbox.downloadUrl}/${publish.replaceAll(':', ':/')}/${builder}`
    // OBS writes its own name into rpms, and publishes the source rpm as well.
    const ignore = 'release,size,metadata:vendor,metadata:distribution'
    const { outputs } = await person.run('compare-packages', { left: `packages/${builder}`, right, ignore })
    const differences = outputs['differences'] as readonly { architecture: string; what: string }[] // as declared
    const others = differences.filter(({ architecture, what }) => architecture !== 'src' || what !== 'package')
    expect([builder, others]).toEqual([builder, []])
  }
})
