import { describe, expect, test } from '@jest/globals'
import { ServiceError, ToolError, UserError, WorkError, exitCodeOf } from '../../src/error.js'
import { makeVeil, veilError, veilHost } from '../../src/host/veil.js'
import type { Log } from '../../src/host/log.js'
import { testHost } from '../support/host.js'

const veil = makeVeil(
  new Map([
    ['1.2.3', 'TOKEN'],
    ['team:v1.2.3:build', 'PROJECT'],
    ['', 'nothing'],
  ]),
)

test.each([
  ['hello_1.2.3-1.1_amd64.deb and v1.2.3', 'hello_TOKEN-1.1_amd64.deb and vTOKEN'],
  ['in team:v1.2.3:build', 'in PROJECT'],
  ['nothing to hide', 'nothing to hide'],
])('%s is shown as %s', (text, shown) => {
  expect(veil(text)).toBe(shown)
})

test('every way to log goes through the veil, and so do the places of files', async () => {
  const told: unknown[] = []
  const keep = (...words: readonly unknown[]) => void told.push(...words)
  const log: Log = {
    ...{ debug: keep, info: keep, status: keep, warning: keep, error: keep, mask: keep },
    group: (title, step) => {
      keep(title)
      return step()
    },
  }
  const host = await testHost({ log })
  const veiled = veilHost(host, veil).log
  const at = { file: 'v1.2.3.yaml', line: 1 }
  veiled.debug('debug 1.2.3')
  veiled.info('info 1.2.3')
  veiled.status('status 1.2.3')
  veiled.warning('warning 1.2.3', at)
  veiled.error('error 1.2.3', at)
  expect(await veiled.group('group 1.2.3', () => Promise.resolve(7))).toBe(7)
  await host.remove()
  const place = { file: 'vTOKEN.yaml', line: 1 }
  expect(told).toEqual([
    ...['debug TOKEN', 'info TOKEN', 'status TOKEN'],
    ...['warning TOKEN', place, 'error TOKEN', place, 'group TOKEN'],
  ])
})

describe('a failure', () => {
  const cause = new Error('inner 1.2.3')
  test.each([
    ['a UserError', new UserError([{ message: 'no 1.2.3', at: { file: '1.2.3.yaml', line: 4 } }]), 'TOKEN.yaml:4: no TOKEN'],
    ['a WorkError', new WorkError('no 1.2.3', { cause }), 'no TOKEN'],
    [
      'a ServiceError',
      new ServiceError({ url: '/source/team:v1.2.3:build', status: 500, reason: 'no 1.2.3' }),
      '/source/PROJECT answered 500: no TOKEN; a later run may succeed',
    ],
    ['a ToolError', new ToolError({ command: 'x 1.2.3', code: 1, stderr: '' }), '`x TOKEN` ended with exit code 1'],
    ['a bug', new TypeError('no 1.2.3'), 'no TOKEN'],
  ])('%s keeps its kind and loses the words', (_, error, message) => {
    expect(error.stack).toContain('1.2.3')
    const code = exitCodeOf(error)
    const shown = veilError(error, veil)
    expect(shown).toBeInstanceOf(error.constructor)
    expect(shown).toHaveProperty('message', message)
    expect(shown).toHaveProperty('stack', expect.not.stringContaining('1.2.3'))
    expect(exitCodeOf(shown)).toBe(code)
  })

  test('loses them in its cause as well', () => {
    expect(cause.message).toBe('inner TOKEN')
  })
})
