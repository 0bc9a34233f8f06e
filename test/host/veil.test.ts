import { describe, expect, test } from '@jest/globals'
import { ServiceError, ToolError, UserError, WorkError, exitCodeOf } from '../../src/error.js'
import { makeVeil, veilError, veilHost } from '../../src/host/veil.js'
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

test('every way to log goes through the veil', async () => {
  const host = await testHost()
  const { log } = veilHost(host, veil)
  log.debug('a 1.2.3')
  log.info('b 1.2.3')
  log.status('c 1.2.3')
  log.warning('d 1.2.3')
  log.error('e 1.2.3', { file: 'v1.2.3.yaml', line: 1 })
  expect(await log.group('f 1.2.3', () => Promise.resolve(7))).toBe(7)
  await host.remove()
  expect(host.lines.length).toBeGreaterThanOrEqual(5)
  expect(host.lines.join('\n')).not.toContain('1.2.3')
  expect(host.lines.join('\n')).toContain('e TOKEN')
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
    const code = exitCodeOf(error)
    const shown = veilError(error, veil)
    expect(shown).toBeInstanceOf(error.constructor)
    expect(shown).toMatchObject({ message, stack: expect.not.stringContaining('1.2.3') })
    expect(exitCodeOf(shown)).toBe(code)
  })

  test('loses them in its cause as well', () => {
    expect(cause.message).toBe('inner TOKEN')
  })
})
