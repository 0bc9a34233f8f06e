import { expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { desiredProjects, keepFound } from '../../src/obs/meta.js'
import { parseXml, writeXml } from '../../src/xml.js'
import { oneProgram } from '../support/config.js'
import { planOf } from '../support/plan.js'

const plan = planOf(parseConfig('packages.yaml', oneProgram))
const [publish, build] = desiredProjects(plan)
if (!publish || !build) throw new Error('a plan with a publish project has two projects')

test('the publish project keeps releases and builds nothing', () => {
  expect(writeXml(publish.meta)).toBe(`<project name="isv:test:stable:v1.2" kind="maintenance_release">
  <title>Packages of channel stable, 1.2</title>
  <description>Kept by obs-publish; changes made by hand are reported.</description>
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

test('people that were added by hand stay, and so do the title and the description', () => {
  const live = parseXml(
    writeXml(build.meta)
      .replace('<publish>', '<person userid="jane" role="maintainer"/><group groupid="team" role="reviewer"/><publish>')
      .replace(/<title>.*<\/title>/, '<title>The team</title>')
      .replace(/<description>.*<\/description>/, '<description>Ask &lt;us&gt; &amp; wait.</description>'),
  )
  expect(writeXml(keepFound(build.meta, live))).toContain(`
  <title>The team</title>
  <description>Ask &lt;us&gt; &amp; wait.</description>
  <person userid="jane" role="maintainer"/>
  <group groupid="team" role="reviewer"/>
  <publish>`)
})
