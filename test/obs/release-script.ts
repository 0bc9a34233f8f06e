import type { Script } from '../support/scripted-osc.js'

/** The answers of an OBS that has built `hello` as deb and rpm and is to release it from B into T. */
export const deb = { package: 'hello', builder: 'deb', architecture: 'x86_64' } as const
export const rpm = { package: 'hello', builder: 'rpm', architecture: 'x86_64' } as const
export const revisions = [{ package: 'hello', rev: '1', srcmd5: 'abc', changed: true }]

export const none = '<sourceinfolist/>'
export const containers = (...times: string[]) =>
  `<sourceinfolist>${times.map((time) => `<sourceinfo package="hello.${time}" srcmd5="abc"/>`).join('')}</sourceinfolist>`
export const debFile = '<binary filename="hello_1.2.3-1.1_amd64.deb"/>'
export const rpmFile = '<binary filename="hello-1.2.3-1.1.x86_64.rpm"/>'
export const listOf = (name: string, files: Record<string, string>) =>
  `<resultlist state="1">${Object.entries(files)
    .map(
      ([repository, file]) =>
        `<result repository="${repository}" arch="x86_64"><binarylist package="${name}">${file}</binarylist></result>`,
    )
    .join('')}</resultlist>`
export const one = '20260101000000'
export const two = '20260101000001'
export const row = (repository: string, code = 'succeeded') =>
  `<result repository="${repository}" arch="x86_64" state="unpublished"><status package="hello" code="${code}"/></result>`
export const info = (srcmd5: string) =>
  `<sourceinfolist><sourceinfo package="hello" rev="1" srcmd5="${srcmd5}"/></sourceinfolist>`
export const job = '<jobhistlist><jobhist package="hello" srcmd5="abc" code="succeeded"/></jobhistlist>'
export const target = (name: string) =>
  `<repository name="${name}"><releasetarget project="T" repository="${name}" trigger="manual"/><arch>x86_64</arch></repository>`
export const packages = 'Filename: ./amd64/hello_1.2.3-1.1_amd64.deb\n'

export const built: Script = {
  '/source/B/_config': '',
  '/source/B?view=info&package=hello': info('abc'),
  '/build/B/_result?package=hello': `<resultlist state="1">${row('deb')}${row('rpm')}</resultlist>`,
  '/build/B/deb/x86_64/_jobhistory?package=hello&limit=1': job,
  '/build/B/rpm/x86_64/_jobhistory?package=hello&limit=1': job,
  '/source/B/_meta': `<project name="B">${target('deb')}${target('rpm')}</project>`,
  '/build/B/_result?view=binarylist&package=hello': listOf('hello', { deb: debFile, rpm: rpmFile }),
  '/build/B/deb/x86_64/hello/hello_1.2.3-1.1_amd64.deb?view=fileinfo': '<fileinfo><name>hello</name></fileinfo>',
  '/build/B/rpm/x86_64/hello/hello-1.2.3-1.1.x86_64.rpm?view=fileinfo': '<fileinfo><name>hello</name></fileinfo>',
  '/build/T/_result?view=binarylist': '<resultlist state="1"/>',
  [`/build/T/_result?view=binarylist&package=hello.${one}`]: listOf(`hello.${one}`, { deb: debFile, rpm: rpmFile }),
  [`/build/T/_result?view=binarylist&package=hello.${one}&package=hello.${two}`]: listOf(`hello.${one}`, {
    deb: debFile,
  }).replace(
    '</resultlist>',
    `<result repository="rpm" arch="x86_64"><binarylist package="hello.${two}">${rpmFile}</binarylist></result></resultlist>`,
  ),
  '/published/T/deb/Packages': [undefined, '', packages],
  '/published/T/rpm/x86_64': '<directory><entry name="hello-1.2.3-1.1.x86_64.rpm"/></directory>',
  '/build/T/_result?repository=deb&view=summary':
    '<resultlist state="1"><result repository="deb" arch="x86_64" state="publishing"/></resultlist>',
}
/** A release that holds the debs alone: a run that was interrupted, or an OBS that failed between two targets. */
export const half: Script = {
  [`/build/T/_result?view=binarylist&package=hello.${one}`]: listOf(`hello.${one}`, { deb: debFile }),
  [`/build/T/rpm/x86_64/hello.${one}`]: '<binarylist/>',
}

export const versions = { deb: { x86_64: '1.2.3-1.1' }, rpm: { x86_64: '1.2.3-1.1' } }
