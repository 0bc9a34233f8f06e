import { expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { UserError } from '../../src/error.js'
import type { PlannedFile, PlannedPackage } from '../../src/plan/plan.js'
import { isAlike, listAllFiles, listSpecs, packageIn, specFor } from '../../src/plan/variant.js'
import { planOf } from '../support/plan.js'
import { differing, severalBuilders } from '../support/several-builders.js'

function planned(text: string): PlannedPackage {
  const [found] = planOf(parseConfig('/base/packages.yaml', text)).packages
  if (!found) throw new Error('the config has no package')
  return found
}

const hello = planned(differing)

const showFile = (file: PlannedFile) =>
  [file.to.deb === undefined ? 'rpm' : file.to.rpm === undefined ? 'deb' : 'both', file.path, 'place' in file ? file.place : '']
    .join(' ')
    .trim()

function describeContent(builder: string, format: string) {
  const { builds, files, units, scripts } = packageIn(hello, builder)
  const relations = builds.find((build) => build.format === format)?.relations ?? []
  return {
    relations: relations.map(({ kind, name, bounds, on = [] }) => [kind, name, ...bounds, ...on].join(' ')),
    files: files.map(showFile),
    units: units.map(({ name, formats }) => [name, ...formats].join(' ')),
    scripts,
  }
}

const common = ['both /usr/bin/hello', 'both /etc/hello.conf', 'both /usr/share/hello/all/ tree2', 'both {unitdir}/hello.service']
const ofSuse = [
  'both /usr/bin/hello',
  'deb /etc/hello.conf',
  'rpm /etc/hello.conf',
  'rpm /usr/share/hello/suse/ tree1',
  'both /usr/share/hello/all/ tree2',
  'deb {unitdir}/hello.service',
]

test.each([
  ['deb', 'deb', ['requires passwd'], common, ['hello.service deb rpm'], 'echo rpm'],
  ['rpm', 'rpm', ['requires shadow-utils >= 2'], common, ['hello.service deb rpm'], 'echo rpm'],
  ['leap', 'rpm', ['requires shadow-utils >= 2'], common, ['hello.service deb rpm'], 'echo rpm'],
  ['suse', 'rpm', ['requires shadow', 'requires /usr/bin/bash'], ofSuse, ['hello.service deb'], '#!/usr/bin/env bash'],
])('in %s the %s of a package has what holds there', (builder, format, relations, files, units, post) => {
  expect(describeContent(builder, format)).toEqual({
    relations,
    files,
    units,
    scripts: { deb: { postinst: 'echo deb' }, rpm: { post, preun: 'echo gone' } },
  })
})

test('a builder that has a package otherwise than the first of its format has a spec of its own', () => {
  expect(listSpecs(hello).map(({ name, builder }) => [name, builder])).toEqual([
    ['hello', undefined],
    ['hello-suse', 'suse'],
  ])
  expect(['deb', 'rpm', 'suse', 'leap', 'other'].map((builder) => specFor(hello, builder).name)).toEqual([
    'hello',
    'hello',
    'hello-suse',
    'hello',
    'hello',
  ])
  expect([isAlike(hello, 'rpm', 'leap'), isAlike(hello, 'rpm', 'suse')]).toEqual([true, false])
})

test('a plan holds what differs alone, and the tarball everything once', () => {
  expect(hello.variants?.map(({ builder, format, ...parts }) => [builder, format, Object.keys(parts)])).toEqual([
    ['suse', 'rpm', ['relations', 'files', 'units', 'scripts']],
  ])
  const shown = listAllFiles(hello).map(showFile)
  expect(new Set(shown)).toEqual(new Set([...common, ...ofSuse]))
  expect(shown).toHaveLength(new Set(shown).size)
})

test.each([
  ['nothing', 'requires: { a: any }'],
  ['all builders of a format', 'requires: { a: { builders: [rpm, suse, leap] } }'],
  ['other names for the same', 'requires: { a: [{ builders: [rpm, leap] }, { builders: [suse] }] }'],
  ['architectures', 'requires: { a: { architectures: [aarch64] } }'],
  ['another version', "/etc/x: { file: x, builders: [suse], versions: '<1.0' }"],
])('a package that narrows %s has one spec', (_, addition) => {
  const indent = addition.startsWith('/') ? '      ' : '    '
  expect(planned(severalBuilders(`${indent}${addition}`)).variants).toBeUndefined()
})

test('builders that have a package alike, and otherwise than the first, have equal specs', () => {
  const pkg = planned(severalBuilders('    requires: { a: { builders: [suse, leap] } }'))
  expect(listSpecs(pkg).map(({ name }) => name)).toEqual(['hello', 'hello-suse', 'hello-leap'])
  expect(isAlike(pkg, 'suse', 'leap')).toBe(true)
})

test('a package for every machine may differ by builder', () => {
  const pkg = planned(
    severalBuilders('    architectures: [noarch]\n    requires: { a: { builders: [suse] } }').replace('{goarch}', 'all'),
  )
  expect(packageIn(pkg, 'suse').builds[1]).toEqual({
    format: 'rpm',
    architectures: ['noarch'],
    relations: [{ kind: 'requires', name: 'a', bounds: [] }],
  })
  expect(packageIn(pkg, 'rpm').builds[1]?.relations).toEqual([])
})

test('what cannot be decided is told where some builder builds it, once', () => {
  const text = severalBuilders(
    '    requires: { a: [{ builders: [suse] }, { architectures: [aarch64], formats: [rpm] }], b: [{ builders: [rpm, leap] }, { architectures: [aarch64], formats: [rpm] }] }',
  )
  expect(() => planned(text)).toThrow(
    new UserError(
      '/base/packages.yaml:26:17: packages.hello.requires.a has two entries for rpm on aarch64; let them exclude each other.',
    ),
  )
})
