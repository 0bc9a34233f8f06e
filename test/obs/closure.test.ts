import { describe, expect, test } from '@jest/globals'
import { requireClosure } from '../../src/obs/closure.js'
import { readRequirement, satisfies } from '../../src/obs/requirement.js'
import { testHost } from '../support/host.js'
import { scriptedOsc } from '../support/scripted-osc.js'

describe('a requirement', () => {
  test.each([
    ['kubelet', [{ name: 'kubelet' }]],
    ['kubelet >= 1.19.0', [{ name: 'kubelet', operator: '>=', version: '1.19.0' }]],
    ['kubelet (>= 1.19.0)', [{ name: 'kubelet', operator: '>=', version: '1.19.0' }]],
    ['a | b (<< 2)', [{ name: 'a' }, { name: 'b', operator: '<<', version: '2' }]],
    ['runc(x86-64) = 1-1', [{ name: 'runc(x86-64)', operator: '=', version: '1-1' }]],
    ['(a if b)', []],
  ])('%s is read', (text, alternatives) => {
    expect(readRequirement(text)).toEqual(alternatives)
  })

  test.each([
    ['1.2.3-1.1', '>= 1.2.3', 'deb', true],
    ['1.2.3-1.1', '>= 1.2.4', 'deb', false],
    ['1.2.3-1.1', '= 1.2.3', 'rpm', true],
    ['1.2.3-1.1', '= 1.2.3', 'deb', false],
    ['1.2.3-1.1', '= 1.2.3-1.1', 'deb', true],
    ['1.30.0~rc.1-1.1', '>= 1.30.0', 'deb', false],
    ['1.2.3-1.1', '<< 1.3', 'deb', true],
    ['1.2.3-1.1', '< 1.2', 'rpm', false],
    ['1.2.3-1.1', '>= 1:1.2.3', 'deb', true],
  ] as const)('version %s is %s for a %s: %s', (version, bound, format, verdict) => {
    const [alternative] = readRequirement(`x ${bound}`)
    expect(alternative && satisfies({ name: 'x', version }, alternative, format)).toBe(verdict)
  })
})

const cells = [{ package: 'kubeadm', builder: 'deb', architecture: 'x86_64' }]
const here = (project: string, container: string, file: string, requires: readonly string[]) => ({
  [`/build/${project}/deb/x86_64/${container}/${file}?view=fileinfo`]: `<fileinfo>${requires.map((text) => `<requires>${text.replace('>', '&gt;')}</requires>`).join('')}</fileinfo>`,
})
const list = (files: Record<string, string>) =>
  `<resultlist state="1"><result repository="deb" arch="x86_64">${Object.entries(files)
    .map(([container, file]) => `<binarylist package="${container}"><binary filename="${file}"/></binarylist>`)
    .join('')}</result></resultlist>`

async function check(requires: readonly string[], there: Record<string, string>, more = {}) {
  const host = await testHost()
  const osc = scriptedOsc({
    '/build/B/_result?view=binarylist&package=kubeadm': list({ kubeadm: 'kubeadm_1.32.0-1.1_amd64.deb' }),
    '/build/T/_result?view=binarylist': list(there),
    ...here('B', 'kubeadm', 'kubeadm_1.32.0-1.1_amd64.deb', requires),
    ...more,
  })
  const siblings = ['kubeadm', 'kubelet', 'cri-tools', 'kubernetes-cni']
  return requireClosure({ project: 'B', target: 'T', cells, siblings }, osc, host).finally(() => host.remove())
}

describe('failure story 1, X.Y.0 could not be installed from the new minor: what is released, with what is there already,', () => {
  const tools = 'cri-tools_1.32.0-1.1_amd64.deb'
  test('resolves when the siblings that it requires are there', async () => {
    await check(['cri-tools >= 1.30.0', 'iptables'], { 'cri-tools.1': tools }, here('T', 'cri-tools.1', tools, []))
  })

  test.each([
    ['is absent', {}, 'of which there is none'],
    ['is too old', { 'cri-tools.1': 'cri-tools_1.29.0-1.1_amd64.deb' }, 'of which there is 1.29.0-1.1'],
  ])('does not resolve when a sibling %s', async (_, there, found) => {
    await expect(check(['cri-tools >= 1.30.0'], there)).rejects.toMatchObject({
      name: 'WorkError',
      message: `Nothing was released, because users could not install it from T: kubeadm 1.32.0-1.1 (deb/x86_64) requires cri-tools >= 1.30.0, ${found}. Release what is lacking first or together with it.`,
    })
  })

  test('does not resolve when a sibling that is there lacks one itself', async () => {
    const kubelet = 'kubelet_1.32.0-1.1_amd64.deb'
    await expect(
      check(['kubelet'], { 'kubelet.1': kubelet }, here('T', 'kubelet.1', kubelet, ['kubernetes-cni (>= 1.2.0)'])),
    ).rejects.toThrow('kubelet 1.32.0-1.1 (deb/x86_64) requires kubernetes-cni (>= 1.2.0), of which there is none')
  })

  test.each([
    ['cri-tools_1.32.0-1.1_all.deb', ''],
    ['cri-tools_1.32.0-1.1_arm64.deb', 'of which there is none'],
  ])('resolves when %s, which was built on another architecture, fits: %s', async (file, problem) => {
    const there = list({ 'cri-tools.1': file }).replace('x86_64', 'aarch64')
    const info = { [`/build/T/deb/aarch64/cri-tools.1/${file}?view=fileinfo`]: '<fileinfo/>' }
    const checked = check(['cri-tools'], {}, { '/build/T/_result?view=binarylist': there, ...info })
    expect(await checked.then(() => '', String)).toContain(problem)
  })

  test('is not judged by what the base distribution or an alternative may have', async () => {
    await check(['iptables >= 1.4', 'cri-tools | cri-o'], {})
  })
})
