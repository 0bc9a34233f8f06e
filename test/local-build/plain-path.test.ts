import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { withPlainPath } from '../../src/local-build/plain-path.js'
import { testHost, type TestHost } from '../support/host.js'

let host: TestHost
beforeAll(async () => {
  host = await testHost()
})
afterAll(() => host.remove())

const same = (path: string) => Promise.resolve(path)

test.each(['/srv/packages/.work', '/home/jörg/a_b-c.d+e@f=g~h'])('%s is taken as it is', async (folder) => {
  expect(await withPlainPath(folder, host, same)).toBe(folder)
})

test.each(['a b', '50%', "it's", '$HOME', 'a:b', 'a\nb'])('%j is reached by a link that does not stay', async (name) => {
  const folder = join(host.directories.work, name)
  await mkdir(folder)
  await withPlainPath(folder, host, async (path) => {
    expect(path).toMatch(/^[\w/.-]+$/)
    await writeFile(join(path, 'file'), 'content')
  })
  expect(await readFile(join(folder, 'file'), 'utf8')).toBe('content')
  expect(await readdir(host.directories.temp)).toEqual([])
})

test('where the temporary folder will not do either, the user is told', async () => {
  const directories = { ...host.directories, temp: '/tmp/a b' }
  await expect(withPlainPath('/out put', { ...host, directories }, same)).rejects.toMatchObject({
    name: 'UserError',
    message:
      'Neither /out put nor the temporary folder /tmp/a b has a path that rpmbuild can work in; choose an output without spaces and special characters.',
  })
})
