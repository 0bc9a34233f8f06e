import { expect, test } from '@jest/globals'
import { readRevision } from '../../src/obs/current-revision.js'
import { scriptedOsc } from '../support/scripted-osc.js'

const entry = '<entry name="hello_1.2.3.orig.tar.xz" md5="1"/>'
const sources = `<directory name="hello" rev="4" srcmd5="s4">${entry}</directory>`
const read = (answer: string | undefined, file?: string) =>
  readRevision('P', 'hello', scriptedOsc({ '/source/P/hello': answer }), file)

test('the sources that OBS has are a revision that this run did not change', async () => {
  const revision = { package: 'hello', rev: '4', srcmd5: 's4', changed: false }
  expect(await read(sources)).toEqual(revision)
  expect(await read(sources, 'hello_1.2.3.orig.tar.xz')).toEqual(revision)
})

test.each([
  [
    'a package that is not there',
    undefined,
    'P/hello has no sources on OBS that the account may see; run obs-push first, or check the names.',
  ],
  [
    'an empty package',
    '<directory name="hello"/>',
    'P/hello has no sources on OBS that the account may see; run obs-push first, or check the names.',
  ],
  [
    'the sources of another version',
    sources,
    'The sources of P/hello on OBS are of another version, they lack hello_1.2.4.orig.tar.xz; push the wanted version again, or correct the input `version`.',
  ],
])('%s is an error of the user', async (_, answer, message) => {
  await expect(read(answer, 'hello_1.2.4.orig.tar.xz')).rejects.toMatchObject({ name: 'UserError', message })
})

test('sources whose service failed are an error that has its message', async () => {
  const failed = sources.replace('<entry', '<serviceinfo code="failed"><error>no such tag</error></serviceinfo><entry')
  await expect(read(failed)).rejects.toThrow(
    'The source services of P/hello failed: no such tag; mend its _service file and push it again.',
  )
})
