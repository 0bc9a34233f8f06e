import { expect, test } from '@jest/globals'
import { annotate } from '../../src/report/annotation.js'
import { testHost } from '../support/host.js'
import { rowOf } from './rows.js'

test('the nine worst failures are errors of their own, each on a line; the tenth that GitHub shows is that of the step', async () => {
  const host = await testHost()
  const payloads = Array.from({ length: 12 }, (_, index) => rowOf('failed', { check: 'payload', subject: `deb p${index}` }))
  const unsigned = rowOf('failed', { check: 'signatures', subject: 'deb Release.gpg', evidence: 'not\nsigned \u001B[0m' })
  annotate([rowOf('passed'), rowOf('unproved'), ...payloads, unsigned], host.log)
  expect(host.lines).toEqual([
    'error: deb Release.gpg, signatures: not signed \uFFFD[0m',
    ...payloads.slice(0, 8).map(({ subject }) => `error: ${subject}, payload: InRelease is what Release says`),
  ])
  await host.remove()
})
