import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { testHost, type TestHost } from '../support/host.js'

let host: TestHost
beforeAll(async () => {
  host = await testHost()
})
afterAll(() => host.remove())

test('a failed program is told by its command, exit code and last useful line', async () => {
  const failure = host.exec('sh', ['-c', 'echo first >&2; echo "the reason" >&2; echo >&2; exit 7'])
  await expect(failure).rejects.toMatchObject({ name: 'ToolError', code: 7 })
  await expect(failure).rejects.toThrow(/ended with exit code 7: the reason$/)
})

test('a program that is missing is told with what to do', async () => {
  const failure = host.exec('no-such-program', ['-x'], { hint: 'install it' })
  await expect(failure).rejects.toThrow(
    '`no-such-program -x` could not be started: no-such-program is not installed (install it)',
  )
})

test('exit codes that are allowed are handed over', async () => {
  expect(await host.exec('sh', ['-c', 'echo out; exit 3'], { allow: [0, 3] })).toEqual({ code: 3, stdout: 'out\n', stderr: '' })
})

test('a program that takes too long is stopped', async () => {
  expect(await host.exec('sleep', ['60'], { timeout: 1, allow: 'any' })).toMatchObject({ code: 124 })
})

test('a program that asks a question gets no answer instead of waiting for ever', async () => {
  expect(await host.exec('cat', [])).toMatchObject({ code: 0, stdout: '' })
})

test.each([10, 1_000_000])(
  'a program that ends without reading its input of %i bytes has ended, and nothing more',
  async (size) => {
    const input = 'x'.repeat(size)
    expect(await host.exec('true', [], { input })).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(await host.exec('sh', ['-c', 'exit 3'], { input, allow: 'any' })).toMatchObject({ code: 3 })
    expect((await host.exec('wc', ['-c'], { input })).stdout.trim()).toBe(String(size))
  },
)

test('arguments reach the program as they are', async () => {
  const odd = ['a b', '$HOME', '"', "'", '*', '']
  const { stdout } = await host.exec('printf', ['<%s>', ...odd])
  expect(stdout).toBe(odd.map((each) => `<${each}>`).join(''))
})
