import { describe, expect, test } from '@jest/globals'
import { nameCell } from '../../src/obs/result.js'
import { resolveTarget, type TargetInputs } from '../../src/obs/target.js'
import { scriptedOsc, type Script } from '../support/scripted-osc.js'

const noPlan = () => Promise.reject(new Error('nobody may plan'))
const meta = `<project name="home:jane"><title/><description/>
  <repository name="debian"><arch>x86_64</arch><arch>aarch64</arch></repository>
  <repository name="leap"><arch>x86_64</arch></repository>
</project>`
const plain = '<directory name="hello" rev="1" srcmd5="a"><entry name="hello.spec" md5="1"/></directory>'
const multi = plain.replace('<entry', '<entry name="_multibuild" md5="2"/><entry')
const found: Script = { '/source/home:jane/_meta': meta, '/source/home:jane/hello': plain }

async function cellsOf(inputs: Partial<TargetInputs> = {}, script: Script = {}) {
  const target = await resolveTarget({ project: 'home:jane', packages: ['hello'], ...inputs }, noPlan)
  return (await target.cells(scriptedOsc({ ...found, ...script }))).map(nameCell)
}

describe('the cells of a project that nobody planned', () => {
  test('are those of its repositories', async () => {
    expect(await cellsOf()).toEqual(['hello debian/x86_64', 'hello debian/aarch64', 'hello leap/x86_64'])
  })

  test.each([
    [{ repositories: ['leap'] }, ['hello leap/x86_64']],
    [{ architectures: ['arm64'] }, ['hello debian/aarch64']],
    [{ repositories: ['debian'], architectures: ['amd64', 'aarch64'] }, ['hello debian/x86_64', 'hello debian/aarch64']],
  ])('are narrowed by %j', async (inputs, cells) => {
    expect(await cellsOf(inputs)).toEqual(cells)
  })

  test.each([
    [{ repositories: ['debain'] }, 'Input `repositories` names debain, in which nothing is built; did you mean debian?'],
    [{ architectures: ['s390x'] }, /^Input `architectures`.*s390x/],
  ])('are not narrowed to nothing by %j', async (inputs, message) => {
    await expect(cellsOf(inputs)).rejects.toThrow(message)
  })

  test.each([
    ['<multibuild><flavor>gui</flavor><package>old</package></multibuild>', ['hello', 'hello:gui', 'hello:old']],
    ['<multibuild buildemptyflavor="false"><flavor>gui</flavor></multibuild>', ['hello:gui']],
  ])('have the flavours of %s', async (text, names) => {
    const script = { '/source/home:jane/hello': multi, '/source/home:jane/hello/_multibuild': text }
    expect(await cellsOf({ repositories: ['leap'] }, script)).toEqual(names.map((name) => `${name} leap/x86_64`))
  })
})

test('a project without packages, and one beside a config, are errors of the user', async () => {
  await expect(cellsOf({ packages: [] })).rejects.toThrow(
    'Input `packages` is missing: with `project` it names the packages to work on.',
  )
  await expect(cellsOf({ config: 'packages.yaml' })).rejects.toThrow('Inputs `config` and `project` exclude each other')
  await expect(cellsOf({}, { '/source/home:jane/_meta': undefined })).rejects.toThrow(
    'OBS has no project home:jane that the account may see; check the input `project`.',
  )
})
