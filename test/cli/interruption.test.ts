import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { describeInterruption, followSteps } from '../../src/cli/interruption.js'
import { registry } from '../../src/operations/registry.js'
import { testHost } from '../support/host.js'

test.each([
  ['a step and a way on', 'Build', 'OBS builds on', 'publish was interrupted in its step Build: OBS builds on.'],
  ['neither', undefined, undefined, 'publish was interrupted: only files here were changed; the same command does it again.'],
])('an interruption is one sentence, with %s', (_, step, resumption, sentence) => {
  expect(describeInterruption('publish', step, resumption)).toBe(sentence)
})

test('the step is the outermost that is under way, and none when it has ended or failed', async () => {
  const host = await testHost()
  const { log, step } = followSteps(host.log)
  await log.group('Build', () => log.group('The end of the log', () => Promise.resolve(expect(step()).toBe('Build'))))
  await expect(log.group('Release', () => Promise.reject(new Error('lost')))).rejects.toThrow('lost')
  expect(step()).toBeUndefined()
  await host.remove()
})

/** Operations that ask OBS or GitHub, and change nothing there. */
const readers = ['accept-pull-request', 'find-run', 'plan', 'reconcile', 'verify-repo']

test('every operation that changes something elsewhere says how to go on after an interruption', async () => {
  const silent: string[] = []
  const vague: string[] = []
  for (const [name, load] of Object.entries(registry)) {
    const { resumption } = await load()
    const source = readFileSync(`src/operations/${name}.ts`, 'utf8')
    if (resumption === undefined && /openOsc|readPlace|startSandbox/.test(source)) silent.push(name)
    if (resumption !== undefined && !/the same command \w.*[^.]$/.test(resumption)) vague.push(name)
  }
  expect(vague).toEqual([])
  expect(silent.filter((name) => !readers.includes(name))).toEqual([])
})
