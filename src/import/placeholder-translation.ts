import type { Surroundings } from './draft.js'

/** A text with its variables filled in, and the names of those that nobody knows. */
export interface Translation {
  readonly text: string
  readonly unknown: readonly string[]
}

/**
 * Translates `$NAME` and `${NAME}`: those that say an architecture or the version become the placeholders of packages.yaml,
 * the others what the environment says.
 */
export function translate(text: string, { env }: Pick<Surroundings, 'env'>): Translation {
  const unknown: string[] = []
  const translated = text.replace(/\$(?:\{(\w+)(?::-[^}]*)?\}|(\w+))/g, (whole, braced: string | undefined, plain: string) => {
    const name = braced ?? plain
    if (/ARCH/i.test(name)) return '{goarch}'
    if (/VERSION|^TAG$|^SEMVER$/i.test(name)) return '{version}'
    const value = env[name]
    if (value === undefined) unknown.push(name)
    return value ?? whole
  })
  return { text: translated, unknown }
}

const names: Readonly<Record<string, string>> = {
  amd64: 'x86_64',
  x86_64: 'x86_64',
  arm64: 'aarch64',
  aarch64: 'aarch64',
  arm7: 'armv7l',
  armv7: 'armv7l',
  armhf: 'armv7l',
  arm: 'armv7l',
  '386': 'i586',
  i386: 'i586',
  i586: 'i586',
  i686: 'i586',
  ppc64le: 'ppc64le',
  ppc64el: 'ppc64le',
  s390x: 's390x',
  riscv64: 'riscv64',
  all: 'noarch',
  noarch: 'noarch',
}

/** OBS's name of an architecture that Go, dpkg or rpm names; undefined when OBS has none in the standard table. */
export function toObsName(name: string): string | undefined {
  return names[name.toLowerCase()]
}
