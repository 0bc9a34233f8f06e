import { expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { listSources } from '../../src/spec/sources.js'
import { renderSpec } from '../../src/spec/spec.js'
import { specModel, type SpecModel } from '../../src/spec/spec-model.js'
import { planOf } from '../support/plan.js'
import { differing, severalBuilders } from '../support/several-builders.js'

function modelFor(text: string, builder?: string): SpecModel {
  const plan = planOf(parseConfig('packages.yaml', text))
  const [planned] = plan.packages
  if (!planned) throw new Error('the config has no package')
  return specModel(planned, plan.architectures, [], '', builder)
}

/** The lines that one text has and the other has not. */
function onlyIn(text: string, other: string): string[] {
  const lines = other.split('\n')
  return text.split('\n').filter((line) => !lines.includes(line))
}

const names = (builder?: string) => listSources(modelFor(differing, builder)).map(({ name }) => name)

test('the specs of a package differ in what its builders have otherwise, and nowhere else', () => {
  const [whole, suse] = [undefined, 'suse'].map((builder) => renderSpec(modelFor(differing, builder)))
  expect(onlyIn(suse ?? '', whole ?? '')).toEqual([
    '# OBS takes this spec in the builder suse alone, in place of hello.spec.',
    'Source5:        hello-suse.post',
    'Requires:       shadow',
    'Requires:       /usr/bin/bash',
    'install -D -p -m 0644 suse.conf %{buildroot}%{_sysconfdir}/hello.conf',
    'install_tree tree1 %{_datadir}/hello/suse kept - trees.list',
    '%post -p "/usr/bin/env bash" -f scriptlet.post',
  ])
  expect(onlyIn(whole ?? '', suse ?? '')).toEqual([
    'Source5:        hello.post',
    'Requires:       shadow-utils >= 2',
    "cat >> scriptlet.post << 'END_OF_LINES'",
    '%%systemd_post hello.service',
    '%post -f scriptlet.post',
  ])
})

test('small files that specs have alike are one file, and others have the name of their spec', () => {
  const common = ['rpmlintrc', 'copyright', 'changelog', 'lintian-overrides'].map((suffix) => `hello.${suffix}`)
  const tarball = '%{name}_%{version}.orig.tar.xz'
  expect(names()).toEqual([tarball, ...common, 'hello.post', 'hello.postinst', 'hello.preun'])
  expect(names('suse')).toEqual([tarball, ...common, 'hello-suse.post', 'hello.postinst', 'hello.preun'])
})

test('a spec that only one builder takes is no other than those of its format in a package that all have alike', () => {
  const alike = severalBuilders('    requires: { a: any }')
  const text = severalBuilders('    requires: { a: { builders: [suse] } }')
  expect(onlyIn(renderSpec(modelFor(text, 'suse')), renderSpec(modelFor(alike)))).toEqual([
    '# OBS takes this spec in the builder suse alone, in place of hello.spec.',
  ])
})

test('the one list for rpmlint is about all specs of a package', () => {
  const text = severalBuilders('    units: { hello.service: { file: a, builders: [suse] } }')
  const filterOf = (builder?: string) =>
    listSources(modelFor(text, builder)).find(({ name }) => name.endsWith('.rpmlintrc'))?.text
  expect(filterOf()).toContain('|invalid-license|invalid-spec-name|only-non-binary-in-usr-lib|empty-%postun)')
  expect(filterOf('suse')).toBe(filterOf())
})
