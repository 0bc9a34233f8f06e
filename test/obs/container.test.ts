import { expect, test } from '@jest/globals'
import { findContainer, listBuiltFiles, publishedFolder } from '../../src/obs/container.js'
import { sourceDigest } from '../../src/obs/push.js'
import { scriptedOsc } from '../support/scripted-osc.js'

test.each([
  ['runc_1.1.5-1.1_amd64.deb', 'amd64'],
  ['runc-1.1.5-1.1.x86_64.rpm', 'x86_64'],
  ['runc-1.2.0~rc.1-3.2.armv7hl.rpm', 'armv7hl'],
  ['runc_1.2.0~rc.1+abc-1.1_ppc64el.deb', 'ppc64el'],
])('%s is published below %s', (file, folder) => {
  expect(publishedFolder(file)).toBe(folder)
})

test("the srcmd5 of a file list is OBS's", () => {
  // As OBS computed it for these two files.
  const files = [
    { file: 'runc_1.1.15.orig.tar.xz', md5: '1509239dc5dec86f523d322a4ace111c' },
    { file: 'runc.spec', md5: '8c3f6b6c98321dd6d5b555e0159d437d' },
  ]
  expect(sourceDigest(files)).toBe('5f844aa5efd00610d13699d88bda3a7c')
})

const info = `<sourceinfolist>
  <sourceinfo package="runc.20260101000000" srcmd5="one"/>
  <sourceinfo package="runc.20260102000000" srcmd5="two"/>
  <sourceinfo package="runc.20260103000000" srcmd5="two"/>
  <sourceinfo package="runc-tools.20260104000000" srcmd5="two"/>
  <sourceinfo package="runc.next" srcmd5="two"/>
</sourceinfolist>`

test.each([
  ['one', 'runc.20260101000000'],
  ['two', 'runc.20260103000000'],
  ['three', undefined],
])('the container of sources %s is %s', async (srcmd5, container) => {
  expect(await findContainer('T', 'runc', srcmd5, scriptedOsc({ '/source/T?view=info': info }))).toBe(container)
})

test('built files are the packages alone', async () => {
  const list = `<resultlist><result repository="rpm" arch="x86_64"><binarylist package="runc">
    <binary filename="runc-1-1.x86_64.rpm"/><binary filename="runc-1-1.src.rpm"/><binary filename="_statistics"/><binary filename="rpmlint.log"/>
  </binarylist></result></resultlist>`
  const osc = scriptedOsc({ '/build/T/_result?view=binarylist&package=runc': list })
  expect(await listBuiltFiles('T', 'runc', osc)).toEqual([
    { repository: 'rpm', architecture: 'x86_64', file: 'runc-1-1.x86_64.rpm' },
  ])
})
