import { expect, test } from '@jest/globals'
import { renderSpec } from '../../src/spec/spec.js'
import { modelOf } from './model.js'

const deb = '{ formats: [deb] }'

test('a field with alternatives is written whole behind the section, because debbuild keeps one of them only', () => {
  const spec = renderSpec(
    modelOf(`requires: { 'libc6 | musl': ${deb}, other: '> 2' }\nrequires-post: { adduser: any }\nsuggests: { less: any }`),
  )
  expect(spec).toContain(String.raw`Group:          %(printf 'admin\nDepends: libc6 | musl, other (>> 2), adduser')`)
  const [, branch = ''] = spec.split('%if "%{_vendor}" == "debbuild"\n')
  expect(branch.split('%else')[0]).not.toContain('Requires:')
  expect(branch.split('%else')[1]).toContain('Requires:       other > 2\n')
  expect(branch.split('%else')[0]).toContain('Suggests:       less\n')
})

test('without alternatives the section stands alone', () => {
  expect(renderSpec(modelOf('requires: { less: any }'))).toContain('Group:          admin\n')
})

test('alternatives beside a relation of some architectures cannot be written', () => {
  const model = modelOf(`requires: { 'a | b': ${deb}, c: { architectures: [aarch64] } }`)
  expect(() => renderSpec(model)).toThrow(
    'The deb of hello has alternatives in Depends, and c is there on some architectures only',
  )
})
