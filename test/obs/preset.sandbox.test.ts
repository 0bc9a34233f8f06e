import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { stringify } from 'yaml'
import type { CheckResult } from '../../src/verify/request.js'
import { makePerson, type Person } from './command.js'
import { sandbox } from './live.js'
import { nameProjects } from './project.js'

const version = '1.32.3'
const projects = nameProjects()
let person: Person

const programs: readonly (readonly [pkg: string, name: string, version: string])[] = [
  ['kubectl', 'kubectl', version],
  ['kubeadm', 'kubeadm', version],
  ['kubelet', 'kubelet', version],
  ['cri-tools', 'crictl', '1.32.0'],
  ['kubernetes-cni', 'bridge', '1.6.0'],
  ['kubernetes-cni', 'loopback', '1.6.0'],
]

beforeAll(async () => {
  person = await makePerson('1.x')
  const architectures = ['x86_64', 'aarch64']
  const config = {
    extends: 'kubernetes',
    obs: { apiurl: sandbox.apiurl, 'build-project': projects.build, 'publish-project': projects.publish },
    builders: {
      deb: { architectures },
      rpm: { architectures, paths: [{ project: 'openSUSE:Leap:15.6', repository: 'standard' }] },
    },
  }
  await person.write('packages.yaml', stringify(config))
  for (const [pkg, name, own] of programs)
    for (const architecture of architectures) {
      const text = `#!/bin/sh\n# A stand-in on ${architecture}, for ${projects.publish}.\necho "${name} version v${own}"\n`
      await person.write(`binaries/${pkg}/${architecture}/${name}`, text, 0o755)
    }
}, 60_000)
afterAll(() => person.remove())

test('the Kubernetes preset is published whole, and kubeadm installs with all that it needs', async () => {
  const { outputs, code, stderr } = await person.run('publish', {
    version,
    binaries: 'binaries',
    compression: 'fast',
    'poll-interval': '1s',
    'repository-url': sandbox.downloadUrl,
  })
  // The command prints rows of this type.
  const report = (outputs['report'] ?? []) as readonly CheckResult[]
  expect(report.filter(({ passed }) => !passed)).toEqual([])
  expect([code, code === 0 ? '' : stderr]).toEqual([0, ''])
  // What is asked of a package beside its installation is told after a comma.
  const installs = report.filter(({ check, subject }) => check === 'install' && !subject.includes(','))
  expect(installs).toHaveLength(20)
  const native = installs.filter(({ cell }) => cell?.architecture === 'amd64' || cell?.architecture === 'x86_64')
  expect(native.map(({ state }) => state)).toEqual(native.map(() => 'passed'))
  const kubeadm = installs
    .filter(({ cell }) => cell?.package === 'kubeadm')
    .map(({ subject, evidence }) => `${subject}: ${evidence}`)
  expect(kubeadm.join('\n')).toMatch(/^deb kubeadm .* amd64: .*resolved against/m)
  expect(kubeadm.join('\n')).toMatch(/^rpm kubeadm .* x86_64: .*resolved against an assumed base/m)
}, 900_000)
