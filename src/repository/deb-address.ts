/** Where an archive is, in the words of sources.list(5). */
export interface DebAddress {
  /** What file names count from, with a slash at its end. */
  readonly uri: string
  /** `/` for a flat repository. */
  readonly suite: string
  /** Undefined for those that Release names; empty for a flat repository. */
  readonly components: readonly string[] | undefined
}

/**
 * Understands the address of a deb repository: `URI SUITE COMPONENT…` as in sources.list, an address with `/dists/SUITE` in
 * it, perhaps followed by a component and more, or else a flat repository.
 */
export function parseDebAddress(text: string): DebAddress {
  const [uri = '', suite, ...components] = text.trim().split(/\s+/)
  if (suite !== undefined) {
    if (suite.endsWith('/')) return { uri: join(uri, suite === './' || suite === '/' ? '' : suite), suite: '/', components: [] }
    return { uri: join(uri, ''), suite, components: components.length === 0 ? undefined : components }
  }
  const [, root, path] = /^(.*?\/)dists\/(.+?)\/*$/.exec(uri.replace(/\/(?:InRelease|Release(?:\.gpg)?)$/, '')) ?? []
  if (root !== undefined && path !== undefined) return parseDists(root, path)
  return { uri: join(uri.replace(/\/(?:InRelease|Release(?:\.gpg)?|Packages(?:\.\w+)?)$/, ''), ''), suite: '/', components: [] }
}

/**
 * `bookworm/main/binary-amd64/Packages.gz` names a component. Of `a/b` it cannot be told: security archives of old had suites
 * such as `stretch/updates`, so only what stands in front of `binary-…`, or has a usual name, is one.
 */
function parseDists(root: string, path: string): DebAddress {
  const parts = path.split('/')
  const binary = parts.findIndex((part) => /^(?:binary-|by-hash$|source$)/.test(part))
  const known = binary < 0 ? parts.findIndex((part, index) => index > 0 && usual.test(part)) : binary - 1
  if (known < 1) return { uri: root, suite: parts.join('/'), components: undefined }
  const component = parts.slice(known, binary < 0 ? undefined : binary).join('/')
  return { uri: root, suite: parts.slice(0, known).join('/'), components: [component] }
}

const usual = /^(?:main|contrib|non-free|non-free-firmware|universe|multiverse|restricted)$/

/** The folder of Release, relative to the URI: empty or with a slash at its end. */
export function releaseFolder({ suite }: DebAddress): string {
  return suite === '/' ? '' : `dists/${suite}/`
}

function join(uri: string, path: string): string {
  return `${uri.replace(/\/+$/, '')}/${path.replace(/^\.?\/+/, '')}`.replace(/\/*$/, '/')
}
