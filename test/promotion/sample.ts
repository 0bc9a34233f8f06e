import type { Container } from '../../src/obs/inventory.js'
import type { PromotedVersion } from '../../src/promotion/promotion-schema.js'

/** A srcmd5 of one digit. */
export function sourcesOf(digit: string): string {
  return digit.repeat(32)
}

/** A container of hello, or of another package, with files given as BUILDER/ARCHITECTURE/FILE. */
export function containerOf(digit: string, paths: readonly string[], name = `hello.2026010100000${digit}`): Container {
  const files = paths.map((path) => {
    const [repository = '', architecture = '', file = ''] = path.split('/')
    return { repository, architecture, file, container: name }
  })
  return { name, srcmd5: sourcesOf(digit), files }
}

/** A version of the list whose package hello has sources of one digit and these files. */
export function listedAs(
  version: string,
  digit: string,
  paths: readonly string[],
  rest: Partial<PromotedVersion> = {},
): PromotedVersion {
  const digests = { sha256: digit.repeat(64) }
  const files = Object.fromEntries(paths.map((path) => [path, digests]))
  return { channel: 'stable', minor: '1.0', version, packages: { hello: { srcmd5: sourcesOf(digit), files } }, ...rest }
}

/** The deb of hello in a version, for an architecture of OBS's. */
export function debOf(version: string, architecture: 'x86_64' | 'aarch64' = 'x86_64'): string {
  return `deb/${architecture}/hello_${version}_${architecture === 'x86_64' ? 'amd64' : 'arm64'}.deb`
}
