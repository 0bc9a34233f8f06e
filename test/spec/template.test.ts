import { expect, test } from '@jest/globals'
import { doubtSpec, fillSpec, specPlaceholders } from '../../src/spec/hand-written.js'
import { modelOf } from './model.js'

const model = modelOf('', '1.3.0-rc.1', { changelog: [{ version: '1.3.0~rc.1', time: 1_700_000_000, changes: ['One', 'Two'] }] })

test.each([
  ['name', 'hello'],
  ['version', '1.3.0~rc.1'],
  ['upstream-version', '1.3.0-rc.1'],
  ['minor', '1.3'],
  ['tarball', 'hello_1.3.0~rc.1.orig.tar.xz'],
  ['summary', 'Program that greets'],
  ['description', 'Greets whoever starts it.'],
  ['license', 'Apache-2.0'],
  ['url', 'https://example.org'],
  ['maintainer', 'Jane Doe <jane@example.org>'],
  ['section', 'admin'],
  ['architectures', 'x86_64 aarch64'],
  ['changelog', '* Tue Nov 14 2023 Jane Doe <jane@example.org> - 1.3.0~rc.1-0\n- One\n- Two'],
])('@%s@ becomes %j', (name, value) => {
  expect(fillSpec(model, `x @${name}@ %{version} jane@example.org`, 'hello.spec.in')).toBe(
    `x ${value} %{version} jane@example.org`,
  )
  expect(Object.keys(specPlaceholders)).toContain(name)
})

test('every unknown placeholder is told with its place', () => {
  expect(() => fillSpec(model, 'Name: @nam@\n\n  @x@', 'a.spec')).toThrow(
    /^a\.spec:1:7: There is no placeholder @nam@; known are @name@, .*\.\na\.spec:3:3: There is no placeholder @x@/,
  )
})

test.each([
  ['%attr(0640, root, mail) %config(noreplace) %{_sysconfdir}/x', '', []],
  ['%config(noreplace) %{_sysconfdir}/x', '', []],
  ['%config %attr(0640, root, mail) /etc/x', 'formats: [rpm]', []],
  ['%config(noreplace)  %attr(-, root, mail) /etc/x', '', [{ file: 'a.spec', line: 2, column: 21 }]],
])('a %%config that debbuild would forget is doubted: %s (%s)', (line, addition, places) => {
  const doubts = doubtSpec(modelOf(addition), `%files\n${line}\n`, 'a.spec')
  expect(doubts.map(({ at }) => at)).toEqual(places)
})
