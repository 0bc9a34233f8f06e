import { describe, expect, test } from '@jest/globals'
import { joinRecords, noRecord, readProjectConfig, writeProjectConfig, type ProjectRecord } from '../../src/obs/project-record.js'

const record: ProjectRecord = {
  repositories: [
    { name: 'deb', architectures: ['x86_64', 'aarch64'], paths: ['Ubuntu:debbuild/Ubuntu_20.04', 'Ubuntu:20.04/universe'] },
    { name: 'rpm', architectures: ['x86_64'], paths: [] },
  ],
  people: [{ kind: 'person', id: 'jane', role: 'maintainer' }],
  disables: [
    { package: 'kubelet', repository: 'rpm' },
    { package: 'kubelet', repository: 'deb', arch: 'armv7l' },
  ],
}
const macros = '%if "%_repository" == "deb"\nType: spec\n%endif\n'
const block = `# >>> obs-publish: these lines follow from a packages.yaml, the others are left alone
# obs-publish repository deb x86_64 aarch64
# obs-publish path deb Ubuntu:debbuild/Ubuntu_20.04 Ubuntu:20.04/universe
# obs-publish repository rpm x86_64
# obs-publish person jane maintainer
# obs-publish disable kubelet rpm
# obs-publish disable kubelet deb armv7l
${macros}# <<< obs-publish
`

describe('a project config', () => {
  test('gets a block of ours at its end, and what the user wrote stays byte for byte', () => {
    const before = 'Prefer: bash\n\n  %define odd 1\t'
    const written = writeProjectConfig(readProjectConfig(before), record, macros)
    expect(written).toBe(`${before}\n${block}`)
    expect(readProjectConfig(written).record).toEqual(record)
  })

  test('that has our block gets another one in its place', () => {
    const around = `Prefer: a\n${block}\nPrefer: b\n\n`
    expect(writeProjectConfig(readProjectConfig(around), record, macros)).toBe(around)
    const smaller = writeProjectConfig(readProjectConfig(around), noRecord, '')
    expect(smaller).toBe(
      'Prefer: a\n# >>> obs-publish: these lines follow from a packages.yaml, the others are left alone\n# <<< obs-publish\n\nPrefer: b\n\n',
    )
  })

  test.each([
    ['an empty one', ''],
    ['one without a block', 'Prefer: bash\n'],
    ['a block without an end', '# >>> obs-publish\n# obs-publish repository deb x86_64\n'],
  ])('%s is not marked as ours', (_, text) => {
    expect(readProjectConfig(text)).toEqual({ record: undefined, before: text, block: '', after: '' })
  })
})

test('two records are joined without doubles', () => {
  const more: ProjectRecord = {
    repositories: [{ name: 'rpm', architectures: ['x86_64', 's390x'], paths: ['p/r'] }],
    people: record.people,
    disables: [],
  }
  expect(joinRecords(record, more)).toEqual({
    ...record,
    repositories: [record.repositories[0], { name: 'rpm', architectures: ['x86_64', 's390x'], paths: ['p/r'] }],
  })
})
