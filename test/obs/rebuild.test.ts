import { describe, expect, test } from '@jest/globals'
import type { ArchitectureNames } from '../../src/architecture.js'
import { chooseCells } from '../../src/obs/rebuild.js'
import type { Cell } from '../../src/plan/plan.js'

const cell = (text: string): Cell => {
  const [name = '', builder = '', architecture = ''] = text.split(/[ /]/)
  return { package: name, builder, architecture }
}
const known = ['hello deb/x86_64', 'hello deb/aarch64', 'hello deb/armv7l', 'hello rpm/aarch64', 'world deb/aarch64'].map(cell)
const armel: ArchitectureNames = { obs: 'armv6l', go: 'arm', deb: 'armel', rpm: 'armv6l' }
const loong: ArchitectureNames = { obs: 'loongarch64', go: 'loong64', deb: 'loong64', rpm: 'loongarch64' }

describe('the cells to build again', () => {
  test.each([
    ['by OBS names', ['hello deb/aarch64'], ['hello deb/aarch64']],
    ['by Go and Debian names', ['hello deb/arm64', 'world deb/arm64'], ['hello deb/aarch64', 'world deb/aarch64']],
    ['by Debian names of their own', ['hello deb/armhf'], ['hello deb/armv7l']],
    ['by names of rpm', ['hello deb/armv7hl'], ['hello deb/armv7l']],
    ['by two names once', ['hello deb/arm64', 'hello deb/aarch64'], ['hello deb/aarch64']],
    ['of architectures that no table has', ['hello deb/m68k', 'hello deb/m68k'], ['hello deb/m68k']],
    [
      'that only OBS may know, by OBS names',
      ['hello arch/arm64', 'moon deb/arm64', 'hello rpm/amd64'],
      ['hello arch/aarch64', 'moon deb/aarch64', 'hello rpm/x86_64'],
    ],
    ['of none', [], []],
  ])('%s', (_, given, chosen) => {
    expect(chooseCells(given.map(cell), known)).toEqual(chosen.map(cell))
  })

  test('by names of architectures that the config added, with all that they mean', () => {
    const more = [...known, cell('hello deb/armv6l'), cell('hello deb/loongarch64')]
    expect(chooseCells([cell('hello deb/arm'), cell('hello deb/loong64')], more, [armel, loong])).toEqual(
      ['hello deb/armv6l', 'hello deb/armv7l', 'hello deb/loongarch64'].map(cell),
    )
  })
})
