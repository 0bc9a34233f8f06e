import { expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { compareMeta, desiredProjects, keepPeople } from '../../src/obs/meta.js'
import { parseXml, writeXml } from '../../src/xml.js'
import { oneProgram } from '../support/config.js'
import { planOf } from '../support/plan.js'

const plan = planOf(parseConfig('packages.yaml', oneProgram))
const [publish, build] = desiredProjects(plan)
if (!publish || !build) throw new Error('a plan with a publish project has two projects')

test('the publish project keeps releases and builds nothing', () => {
  expect(writeXml(publish.meta)).toBe(`<project name="isv:test:stable:v1.2" kind="maintenance_release">
  <title>Packages of channel stable, 1.2</title>
  <description>Kept by obs-publish; changes made by hand are reported and undone.</description>
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
  const text = writeXml(build.meta)
  expect(text).toContain('<publish>\n    <disable/>\n  </publish>')
  expect(text).toContain('<repository name="deb" rebuild="local">')
  expect(text).toContain('<releasetarget project="isv:test:stable:v1.2" repository="deb" trigger="manual"/>')
})

test('what was written is what is read', () => {
  expect(compareMeta(build.meta, parseXml(writeXml(build.meta)))).toEqual([])
})

test.each([
  ['rebuild="local"', 'rebuild="direct"', /^lacks repository deb \(rebuild local/],
  ['<arch>aarch64</arch>', '', /^lacks repository deb/],
  ['trigger="manual"', 'trigger="maintenance"', /^lacks repository deb/],
  ['<publish>', '<publish><enable/>', /^has publish enable/],
])('drift is told: %s became %j', (from, to, difference) => {
  const differences = compareMeta(build.meta, parseXml(writeXml(build.meta).replace(from, to)))
  expect(differences.some((each) => difference.test(each))).toBe(true)
})

test('people that were added by hand are no drift, and stay', () => {
  const live = parseXml(writeXml(build.meta).replace('<publish>', '<person userid="jane" role="maintainer"/><publish>'))
  expect(compareMeta(build.meta, live)).toEqual([])
  expect(writeXml(keepPeople(build.meta, live))).toContain('<person userid="jane" role="maintainer"/>\n  <publish>')
})
