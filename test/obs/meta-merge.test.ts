import { describe, expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { mergeMeta, recordAll } from '../../src/obs/meta-merge.js'
import { desiredProjects } from '../../src/obs/meta.js'
import { noRecord } from '../../src/obs/project-record.js'
import { parseXml } from '../../src/xml.js'
import { writeXml } from '../../src/xml-writer.js'
import { oneProgram } from '../support/config.js'
import { planOf } from '../support/plan.js'

const plan = planOf(parseConfig('packages.yaml', oneProgram.replace('obs:\n', 'obs:\n  maintainers: [jane]\n')))
const [publish, build] = desiredProjects(plan)
if (!publish || !build) throw new Error('a plan with a publish project has two projects')
const text = writeXml(build.meta)
const ours = recordAll(build.meta)

function merge(live: string, { record = ours, allowDelete = false, desired = build?.meta } = {}) {
  if (desired === undefined) throw new Error('no project')
  const { meta, differences, foreign, record: known } = mergeMeta(parseXml(live), desired, record, allowDelete)
  return { text: writeXml(meta), differences, foreign, record: known }
}

test('the publish project keeps releases and builds nothing', () => {
  expect(writeXml(publish.meta)).toBe(`<project name="isv:test:stable:v1.2" kind="maintenance_release">
  <title>Packages of channel stable, 1.2</title>
  <description>Made by obs-publish from a packages.yaml; what people change here besides is kept.</description>
  <person userid="jane" role="maintainer"/>
  <build>
    <disable/>
  </build>
  <repository name="deb">
    <path project="Debian:12" repository="standard"/>
    <arch>x86_64</arch>
    <arch>aarch64</arch>
  </repository>
  <repository name="rpm">
    <path project="openSUSE:Leap:15.6" repository="standard"/>
    <arch>x86_64</arch>
  </repository>
</project>
`)
})

test('the build project publishes nothing, keeps updates of its base out, and releases by hand', () => {
  expect(text).toContain('<publish>\n    <disable/>\n  </publish>')
  expect(text).toContain('<repository name="deb" rebuild="local">')
  expect(text).toContain('<releasetarget project="isv:test:stable:v1.2" repository="deb" trigger="manual"/>')
})

test('a project as it was made is merged into itself', () => {
  expect(merge(text)).toEqual({
    text,
    differences: [],
    foreign: [],
    record: { repositories: ours.repositories, people: ours.people },
  })
})

describe('what somebody else has set stays, and is named', () => {
  test.each([
    ['who may see it', '<access><disable/></access>', 'access disable'],
    ['who may see its sources', '<sourceaccess><disable/></sourceaccess>', 'sourceaccess disable'],
    ['a lock', '<lock><enable/></lock>', 'lock enable'],
    ['debug packages', '<debuginfo><enable arch="x86_64"/></debuginfo>', 'debuginfo enable x86_64'],
    ['its use by others', '<useforbuild><disable/></useforbuild>', 'useforbuild disable'],
    ['an address', '<url>https://example.org</url>', 'url https://example.org'],
    ['a link', '<link project="other"/>', 'link'],
    ['a person', '<person userid="bob" role="bugowner"/>', 'person bob as bugowner'],
    ['a group', '<group groupid="team" role="reviewer"/>', 'group team as reviewer'],
    [
      'a repository',
      '<repository name="images"><path project="p" repository="r"/><arch>x86_64</arch></repository>',
      'repository images',
    ],
  ])('%s', (_, element, name) => {
    const live = text.replace('</project>', `${element}</project>`)
    const merged = merge(live)
    expect(merged.text.replace(/\s+/g, '')).toContain(element.replace(/\s+/g, ''))
    expect({ differences: merged.differences, foreign: merged.foreign }).toEqual({ differences: [], foreign: [name] })
  })

  test('in a repository of ours, in its place', () => {
    const live = text
      .replace('<path project="Debian:12"', '<path project="home:jane" repository="first"/><path project="Debian:12"')
      .replace('<arch>x86_64</arch>', '<arch>x86_64</arch><arch>i586</arch>')
      .replace('name="deb" rebuild="local"', 'name="deb" rebuild="local" block="never"')
    const merged = merge(live)
    expect(merged.text).toBe(writeXml(parseXml(live)))
    expect(merged.foreign).toEqual(['repository deb: path home:jane/first', 'repository deb: arch i586'])
  })

  test('title and description', () => {
    const live = text
      .replace(/<title>.*<\/title>/, '<title>The team</title>')
      .replace(/<description>.*<\/description>/, '<description>Ask &lt;us&gt; &amp; wait.</description>')
    expect(merge(live).text).toBe(live)
  })
})

describe('what is missing is added, in the place that OBS wants', () => {
  test.each([
    ['a person', '<person userid="jane" role="maintainer"/>', 'lacks person jane as maintainer'],
    ['a flag', '<publish>\n    <disable/>\n  </publish>', 'lacks publish disable'],
    ['a repository', /<repository name="rpm"[\s\S]*?<\/repository>/, 'lacks repository rpm'],
    ['how it is rebuilt', ' rebuild="local"', 'lacks repository deb: rebuild local'],
    [
      'a release target',
      /<releasetarget project="isv:test:stable:v1.2" repository="deb" trigger="manual"\/>/,
      'lacks repository deb: release target isv:test:stable:v1.2/deb manual',
    ],
    ['a path', '<path project="Debian:12" repository="standard"/>', 'lacks repository deb: path Debian:12/standard'],
    ['an architecture', '<arch>aarch64</arch>', 'lacks repository deb: arch aarch64'],
  ])('%s', (_, part, what) => {
    const merged = merge(text.replace(part, ''))
    expect(merged).toMatchObject({ text, differences: [{ what }], foreign: [] })
  })

  test('to a project of somebody else, beside what it has', () => {
    const live =
      '<project name="isv:test:stable:v1.2:build"><title>Mine</title><description/><access><disable/></access><repository name="x"><arch>s390x</arch></repository></project>'
    const merged = merge(live, { record: noRecord })
    expect(merged.text.replace(/\s+</g, '<')).toMatch(
      /^<project name="isv:test:stable:v1.2:build"><title>Mine<\/title><description\/><person userid="jane" role="maintainer"\/><publish><disable\/><\/publish><access><disable\/><\/access><repository name="x">.*<repository name="deb" rebuild="local">.*<repository name="rpm" rebuild="local">.*<\/project>/,
    )
    expect(merged.record).toEqual({ repositories: ours.repositories, people: ours.people })
  })

  test('a general flag, beside those for single repositories', () => {
    const live = text.replace('<publish>\n    <disable/>\n  </publish>', '<publish><enable/><enable repository="rpm"/></publish>')
    expect(merge(live).text).toContain('<publish>\n    <disable/>\n    <enable repository="rpm"/>\n  </publish>')
  })

  test('the first path and the first architecture go first, and what others added stays beside', () => {
    const live = text.replace(
      '<arch>x86_64</arch>\n    <arch>aarch64</arch>',
      '<arch>i586</arch><arch>aarch64</arch><arch>x86_64</arch>',
    )
    const merged = merge(live)
    expect(merged.differences).toEqual([{ what: 'has repository deb: its architectures in another order' }])
    expect(merged.text).toContain('<arch>i586</arch>\n    <arch>x86_64</arch>\n    <arch>aarch64</arch>')
  })
})

describe('what obs-publish made and the config no longer names', () => {
  const gone = '<repository name="older" rebuild="local"><path project="p" repository="r"/><arch>x86_64</arch></repository>'
  const record = {
    ...ours,
    repositories: [
      ...ours.repositories.map((each) => ({
        ...each,
        architectures: [...each.architectures, 's390x'],
        paths: [...each.paths, 'q/r'],
      })),
      { name: 'older', architectures: ['x86_64'], paths: ['p/r'] },
    ],
    people: [...ours.people, { kind: 'person' as const, id: 'bob', role: 'maintainer' }],
  }
  const live = text
    .replace('</project>', `${gone}</project>`)
    .replace('<publish>', '<person userid="bob" role="maintainer"/><publish>')
    .replace('<arch>aarch64</arch>', '<arch>aarch64</arch><arch>s390x</arch>')
    .replace(
      '<path project="Debian:12" repository="standard"/>',
      '<path project="Debian:12" repository="standard"/><path project="q" repository="r"/>',
    )
  const whats = [
    'has person bob as maintainer, whom obs-publish added and the config no longer names',
    'has repository deb: path q/r, which obs-publish added and the config no longer names',
    'has repository deb: arch s390x, which obs-publish added and the config no longer names',
    'has repository older, which obs-publish made and the config no longer names',
  ]

  test('stays unless deleting is allowed, and is told', () => {
    const merged = merge(live, { record })
    expect(merged.text).toBe(writeXml(parseXml(live)))
    expect(merged.differences).toEqual(whats.map((what) => ({ what, kept: true })))
  })

  test('is deleted when that is allowed', () => {
    const merged = merge(live, { record, allowDelete: true })
    expect(merged.text).toBe(text)
    expect(merged.differences.map(({ what, removes }) => ({ what, removes }))).toEqual(
      whats.map((what) => ({ what, removes: true })),
    )
    expect(merged.differences.flatMap(({ takes }) => takes ?? [])).toEqual([
      { repository: 'deb', arch: 's390x' },
      { repository: 'older' },
    ])
  })

  test('and that others made too is never deleted', () => {
    const merged = merge(live, { record: noRecord, allowDelete: true })
    expect(merged.text).toBe(writeXml(parseXml(live)))
    expect(merged.foreign).toEqual([
      'person bob as maintainer',
      'repository deb: path q/r',
      'repository deb: arch s390x',
      'repository older',
    ])
  })
})
