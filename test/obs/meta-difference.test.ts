import { expect, test } from '@jest/globals'
import { compareConfig } from '../../src/obs/config-difference.js'
import { compareMeta } from '../../src/obs/meta-difference.js'
import { parseXml } from '../../src/xml.js'

const desired = `<project name="B">
  <title>Ours</title><description>Ours</description><person userid="jane" role="maintainer"/>
  <publish><disable/></publish>
  <repository name="deb" rebuild="local">
    <releasetarget project="T" repository="deb" trigger="manual"/>
    <path project="Tools" repository="deb"/><path project="Debian:12" repository="standard"/>
    <arch>x86_64</arch><arch>aarch64</arch>
  </repository>
  <repository name="rpm" rebuild="local"><path project="Leap" repository="standard"/><arch>x86_64</arch></repository>
</project>`

function compare(live: string): readonly string[] {
  return compareMeta(parseXml(desired), parseXml(live)).map(({ what, removes }) => `${removes ? '-' : '+'} ${what}`)
}

const rpm = /<repository name="rpm".*<\/repository>/.exec(desired)?.[0] ?? ''
const path = '<path project="Debian:12" repository="standard"/>'

test.each([
  ['nothing', '', ''],
  ['other texts', '<title>Ours</title><description>Ours</description>', '<title>Theirs</title><description/>'],
  ['another person', '<publish>', '<person userid="joe" role="reviewer"/><group groupid="g" role="maintainer"/><publish>'],
  ['an empty flag', '<publish>', '<debuginfo/><publish>'],
  ['architectures in another order', '<arch>x86_64</arch><arch>aarch64</arch>', '<arch>aarch64</arch><arch>x86_64</arch>'],
])('%s is no difference', (_, from, to) => {
  expect(compare(desired.replace(from, to))).toEqual([])
})

test('repositories in another order are no difference', () => {
  expect(compare(desired.replace(rpm, '').replace('<repository name="deb"', `${rpm}<repository name="deb"`))).toEqual([])
})

test('a rebuild that is written though it goes without saying is no difference', () => {
  const plain = '<project name="T"><repository name="deb"/></project>'
  const written = '<project name="T"><repository name="deb" rebuild="transitive"/></project>'
  expect(compareMeta(parseXml(plain), parseXml(written))).toEqual([])
})

test.each([
  ['a repository', rpm, '', 'repository rpm (rebuild local; path project=Leap repository=standard; arch x86_64)'],
  ['an architecture', '<arch>aarch64</arch>', '', 'repository deb: arch aarch64'],
  ['a person', '<person userid="jane" role="maintainer"/>', '', 'person jane as maintainer'],
  ['a role', 'role="maintainer"', 'role="reviewer"', 'person jane as maintainer'],
  [
    'a release target',
    '<releasetarget project="T" repository="deb" trigger="manual"/>',
    '',
    'repository deb: releasetarget project=T repository=deb trigger=manual',
  ],
  ['a trigger', ' trigger="manual"', '', 'repository deb: releasetarget project=T repository=deb trigger=manual'],
  ['a path', path, '', 'repository deb: path project=Debian:12 repository=standard'],
  ['a rebuild', 'name="deb" rebuild="local"', 'name="deb"', 'repository deb: rebuild local'],
  ['a flag', '<publish><disable/></publish>', '', 'publish disable'],
])('%s that is missing can be added', (_, from, to, fact) => {
  expect(compare(desired.replace(from, to))).toEqual([`+ lacks ${fact}`])
})

const before = '<publish>'
test.each([
  ['access', before, '<access><disable/></access><publish>', 'access disable'],
  ['sourceaccess', before, '<sourceaccess><disable/></sourceaccess><publish>', 'sourceaccess disable'],
  ['a lock', before, '<lock><enable/></lock><publish>', 'lock enable'],
  [
    'debuginfo of one repository',
    before,
    '<debuginfo><enable repository="rpm"/></debuginfo><publish>',
    'debuginfo enable repository=rpm',
  ],
  ['useforbuild', before, '<useforbuild><disable arch="x86_64"/></useforbuild><publish>', 'useforbuild disable arch=x86_64'],
  ['build', before, '<build><disable repository="rpm"/></build><publish>', 'build disable repository=rpm'],
  ['another publish entry', before, '<publish><enable repository="rpm"/>', 'publish enable repository=rpm'],
  ['a url', before, '<url>https://example.org</url><publish>', 'url https://example.org'],
  ['a link', before, '<link project="Other" vrevmode="unextend"/><publish>', 'link project=Other vrevmode=unextend'],
  ['scmsync', before, '<scmsync>https://example.org/x</scmsync><publish>', 'scmsync https://example.org/x'],
  ['what nobody knows', before, '<novelty/><publish>', 'novelty'],
  ['an unknown attribute', 'name="B"', 'name="B" novelty="1"', 'novelty 1'],
  ['a repository', rpm, `${rpm}<repository name="arm"><arch>armv7l</arch></repository>`, 'repository arm (arch armv7l)'],
  ['an architecture', '<arch>aarch64</arch>', '<arch>aarch64</arch><arch>s390x</arch>', 'repository deb: arch s390x'],
  ['a path', path, `${path}<path project="X" repository="y"/>`, 'repository deb: path project=X repository=y'],
  [
    'another release target',
    path,
    `<releasetarget project="U" repository="deb"/>${path}`,
    'repository deb: releasetarget project=U repository=deb',
  ],
  ['a host system', path, `<hostsystem project="X" repository="y"/>${path}`, 'repository deb: hostsystem project=X repository=y'],
  ['block', 'name="deb" rebuild', 'name="deb" block="never" rebuild', 'repository deb: block never'],
  ['linkedbuild', 'name="deb" rebuild', 'name="deb" linkedbuild="all" rebuild', 'repository deb: linkedbuild all'],
  ['a kind', 'name="B"', 'name="B" kind="maintenance"', 'kind maintenance', 'kind standard'],
  [
    'another rebuild',
    'name="deb" rebuild="local"',
    'name="deb" rebuild="direct"',
    'repository deb: rebuild direct',
    'repository deb: rebuild local',
  ],
  [
    'a trigger',
    'trigger="manual"',
    'trigger="maintenance"',
    'repository deb: releasetarget project=T repository=deb trigger=maintenance',
    'repository deb: releasetarget project=T repository=deb trigger=manual',
  ],
  [
    'a path that changed',
    path,
    '<path project="Debian:11" repository="standard"/>',
    'repository deb: path project=Debian:11 repository=standard',
    'repository deb: path project=Debian:12 repository=standard',
  ],
] as const)('%s of the live project would be removed', (_, from, to, fact, ...lacks) => {
  const missing = lacks.map((each) => `+ lacks ${each}`)
  expect(compare(desired.replace(from, to)).toSorted()).toEqual([...missing, `- has ${fact}`].toSorted())
})

test('paths in another order would be changed', () => {
  const swapped = desired.replace(path, '').replace('<path project="Tools"', `${path}<path project="Tools"`)
  expect(compare(swapped)).toEqual(['- has repository deb: its paths in the order Debian:12/standard, Tools/deb'])
})

test('an empty project becomes one for releases, one that has repositories does not', () => {
  const wanted = parseXml('<project name="T" kind="maintenance_release"><repository name="deb"/></project>')
  const lacks = { what: 'lacks kind maintenance_release', removes: false }
  expect(compareMeta(wanted, parseXml('<project name="T"><title/></project>'))).toContainEqual(lacks)
  expect(compareMeta(wanted, parseXml('<project name="T"><repository name="deb"/></project>'))).toEqual([
    lacks,
    { what: 'has kind standard', removes: true },
  ])
})

const ours = '%if "%_repository" == "deb"\nType: spec\n%endif\n'

test.each([
  ['the same with other space', `\n  ${ours}\n`, []],
  ['an empty one', '', ['+ lacks 3 lines of its project config']],
  ['a part', 'Type: spec', ['+ lacks 2 lines of its project config']],
  ['another line', `${ours}Prefer: bash`, ["- has in its project config the line 'Prefer: bash'"]],
  ['another comment', '# ours', ["- has in its project config the line '# ours'"]],
  ['our lines twice', `${ours}Type: spec`, ['- has the lines of its project config in another order']],
])('a live project config that is %s', (_, live, expected) => {
  expect(compareConfig(ours, live).map(({ what, removes }) => `${removes ? '-' : '+'} ${what}`)).toEqual(expected)
})
