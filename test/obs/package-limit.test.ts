import { describe, expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { packageMeta } from '../../src/obs/meta.js'
import { limitFlags, limitsOf, mergeLimits } from '../../src/obs/package-limit.js'
import { parseXml } from '../../src/xml.js'
import { writeXml } from '../../src/xml-writer.js'
import { oneProgram } from '../support/config.js'
import { planOf } from '../support/plan.js'

const plan = planOf(parseConfig('packages.yaml', oneProgram))
const without = (...gone: string[]) => ({
  ...plan,
  cells: plan.cells.filter(({ builder, architecture }) => !gone.includes(`${builder}/${architecture}`)),
})

test.each([
  ['nothing', [], []],
  ['one architecture', ['deb/aarch64'], [{ package: 'hello', repository: 'deb', arch: 'aarch64' }]],
  ['a whole repository', ['rpm/x86_64'], [{ package: 'hello', repository: 'rpm' }]],
])('a package that is limited by %s', (_, gone, limits) => {
  expect(limitsOf(without(...gone))).toEqual(limits)
})

test('a package for every machine is built on the first architecture of each builder alone', () => {
  const text = oneProgram.replace('{goarch}', 'all').concat('    architectures: [noarch]\n')
  const forAll = planOf(parseConfig('packages.yaml', text))
  expect(forAll.cells.map(({ builder, architecture }) => `${builder}/${architecture}`)).toEqual(['deb/x86_64', 'rpm/x86_64'])
  expect(limitsOf(forAll)).toEqual([{ package: 'hello', repository: 'deb', arch: 'aarch64' }])
})

const limits = [
  { package: 'hello', repository: 'rpm' },
  { package: 'hello', repository: 'deb', arch: 'aarch64' },
]
const limited = `<package name="hello" project="B">
  <title>hello</title>
  <description/>
  <build>
    <disable repository="rpm"/>
    <disable repository="deb" arch="aarch64"/>
  </build>
</package>
`

test('a package that is made has its limits', () => {
  expect(writeXml(packageMeta('B', 'hello', limitFlags(limits)))).toBe(limited)
})

describe('a package that is there', () => {
  const merge = (live: string, wanted = limits, ours = limits) => {
    const { meta, differences } = mergeLimits(parseXml(live), wanted, ours)
    return { text: writeXml(meta), differences }
  }

  test('as it should be stays', () => {
    expect(merge(limited)).toEqual({ text: limited, differences: [] })
  })

  test('gets its limits before what follows in the schema', () => {
    const live =
      '<package name="hello"><title/><description/><person userid="jane" role="maintainer"/><useforbuild><disable/></useforbuild><url>u</url></package>'
    const merged = merge(live)
    expect(merged.differences).toEqual([
      { what: 'lacks building disabled for repository rpm' },
      { what: 'lacks building disabled for repository deb, arch aarch64' },
    ])
    expect(merged.text.replace(/\s+</g, '<')).toMatch(
      /role="maintainer"\/><build><disable repository="rpm"\/><disable repository="deb" arch="aarch64"\/><\/build><useforbuild>/,
    )
  })

  test('loses limits of ours that the config no longer says', () => {
    expect(merge(limited, [])).toEqual({
      text: '<package name="hello" project="B">\n  <title>hello</title>\n  <description/>\n</package>\n',
      differences: [
        { what: 'has building disabled for repository rpm, which obs-publish set and the config no longer says' },
        { what: 'has building disabled for repository deb, arch aarch64, which obs-publish set and the config no longer says' },
      ],
    })
  })

  test.each([
    ['of everything', '<disable/>', 'building disabled'],
    ['of an architecture', '<disable arch="s390x"/>', 'building disabled for arch s390x'],
  ])("keeps somebody's disabling %s, which is told", (_, disable, words) => {
    const live = limited.replace('<build>', `<build>${disable}`)
    expect(merge(live, limits)).toEqual({
      text: writeXml(parseXml(live)),
      differences: [{ what: `has ${words}, which somebody set and the config does not say`, kept: true }],
    })
  })
})
