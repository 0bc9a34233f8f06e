import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Format } from '../../src/format.js'
import type { Check, VerifyRequest } from '../../src/verify/request.js'
import * as fixture from './fixture.js'
import { firstPackage, metadataFile, native } from './verification.js'

/** A repository spoilt in one way, and every check that must notice. */
export interface Spoilt extends fixture.Publication {
  readonly name: string
  readonly spoil?: (root: string) => Promise<unknown>
  readonly request?: (workshop: fixture.Workshop) => Partial<VerifyRequest>
  /** Each failing check, in order, with what its evidence must say. */
  readonly failures: readonly [Check, string, RegExp][]
}

export const spoilt: readonly Spoilt[] = [
  {
    ...native,
    name: 'is unsigned',
    format: 'deb',
    key: 'none',
    failures: [
      ['signatures', 'deb Release.gpg', /^the repository is unsigned/],
      ['install', 'deb demo 1.0.0 amd64', /^not installed, because of deb /],
    ],
  },
  {
    ...native,
    name: 'is unsigned',
    format: 'rpm',
    key: 'none',
    failures: [
      ['signatures', 'rpm repomd.xml.asc', /^the repository is unsigned/],
      ['signatures', 'rpm demo 1.0.0 x86_64', /^the rpm is unsigned/],
      ['install', 'rpm demo 1.0.0 x86_64', /^not installed, because of /],
    ],
  },
  {
    ...native,
    name: 'is signed by another key',
    format: 'deb',
    key: 'other',
    failures: [
      ['signatures', 'deb Release.key', /^Release\.key is the key [0-9A-F]{40}, not [0-9A-F]{40} as stated/],
      ['signatures', 'deb Release.gpg', /^signed by the key [0-9A-F]{16}, not by [0-9A-F]{40}/],
      ['signatures', 'deb InRelease', /^signed by the key [0-9A-F]{16}, not by [0-9A-F]{40}/],
      ['install', 'deb demo 1.0.0 amd64', /^not installed, because of deb /],
    ],
  },
  {
    ...native,
    name: 'is signed by another key',
    format: 'rpm',
    key: 'other',
    failures: [
      ['signatures', 'rpm repodata/repomd.xml.key', /is the key [0-9A-F]{40}, not [0-9A-F]{40} as stated/],
      ['signatures', 'rpm repomd.xml.asc', /^signed by the key [0-9A-F]{16}, not by [0-9A-F]{40}/],
      ['signatures', 'rpm demo 1.0.0 x86_64', /^the rpm is signed by the key [0-9a-f]+ \(NOKEY\), not by [0-9A-F]{40}/],
      ['install', 'rpm demo 1.0.0 x86_64', /^not installed, because of /],
    ],
  },
  {
    ...native,
    name: 'is signed by a key that has expired',
    format: 'deb',
    key: 'expired',
    request: (workshop) => ({ key: workshop.keys.expired }),
    failures: [
      ['signatures', 'deb Release.key', /which expired on 2020-12-31/],
      ['signatures', 'deb Release.gpg', /which expired on 2020-12-31/],
      ['signatures', 'deb InRelease', /which expired on 2020-12-31/],
      ['install', 'deb demo 1.0.0 amd64', /^not installed, because of deb /],
    ],
  },
  {
    ...native,
    name: 'is signed by a key that has expired',
    format: 'rpm',
    key: 'expired',
    request: (workshop) => ({ key: workshop.keys.expired }),
    failures: [
      ['signatures', 'rpm repodata/repomd.xml.key', /which expired on 2020-12-31/],
      ['signatures', 'rpm repomd.xml.asc', /which expired on 2020-12-31/],
      ['signatures', 'rpm demo 1.0.0 x86_64', /which expired on 2020-12-31/],
      ['install', 'rpm demo 1.0.0 x86_64', /^not installed, because of /],
    ],
  },
  {
    ...native,
    name: 'has a Packages.gz that Release does not vouch for',
    format: 'deb',
    spoil: (root) => fixture.tamper(join(root, 'Packages.gz'), 20),
    failures: [
      ['metadata', 'deb Packages.gz', /^Packages\.gz has \d+ bytes with sha256 [0-9a-f]{64} where [0-9a-f]{64} is stated/],
      ['install', 'deb demo 1.0.0 amd64', /^apt-get update refuses it: .*Hash Sum mismatch/],
    ],
  },
  {
    ...native,
    name: 'has a primary.xml that repomd.xml does not vouch for',
    format: 'rpm',
    spoil: async (root) => fixture.tamper(await metadataFile(root, 'primary'), 20),
    request: () => ({ checks: new Set<Check>(['metadata', 'presence']) }),
    failures: [
      ['metadata', 'rpm repomd.xml', /^repomd\.xml leads to no sound primary\.xml$/],
      ['metadata', 'rpm primary', /primary\.xml\.gz has \d+ bytes with sha256 [0-9a-f]{64} where/],
      ['presence', 'rpm demo 1.0.0 x86_64', /^the index could not be read/],
    ],
  },
  {
    ...native,
    name: 'has a Release that was changed after it was signed',
    format: 'deb',
    spoil: (root) => fixture.tamper(join(root, 'Release'), 200),
    request: () => ({ checks: new Set<Check>(['metadata', 'signatures']) }),
    failures: [
      ['metadata', 'deb Release', /^Release and InRelease differ/],
      ['signatures', 'deb Release.gpg', /^the signature is BAD/],
    ],
  },
  {
    ...native,
    name: 'has a repomd.xml that was changed after it was signed',
    format: 'rpm',
    spoil: (root) => fixture.tamper(join(root, 'repodata/repomd.xml'), 900),
    request: () => ({ checks: new Set<Check>(['metadata', 'signatures']) }),
    failures: [['signatures', 'rpm repomd.xml.asc', /^the signature is BAD/]],
  },
  {
    ...native,
    name: 'serves another package than it signed for',
    format: 'deb',
    spoil: async (root) => fixture.tamper(await firstPackage(root), 5),
    failures: [
      [
        'presence',
        'deb demo 1.0.0 amd64',
        /has \d+ bytes with sha256 [0-9a-f]{64} where .*: it is not the package that was signed for$/,
      ],
      ['payload', 'deb demo 1.0.0 amd64', /^not looked into, because .* has \d+ bytes/],
      ['install', 'deb demo 1.0.0 amd64', /^not installed, because of /],
    ],
  },
  {
    ...native,
    name: 'serves another package than it signed for',
    format: 'rpm',
    spoil: async (root) => fixture.tamper(await firstPackage(root), 5),
    failures: [
      ['signatures', 'rpm demo 1.0.0 x86_64', /^not looked into, because .* has \d+ bytes/],
      [
        'presence',
        'rpm demo 1.0.0 x86_64',
        /has \d+ bytes with sha256 [0-9a-f]{64} where .*: it is not the package that was signed for$/,
      ],
      ['payload', 'rpm demo 1.0.0 x86_64', /^not looked into, because .* has \d+ bytes/],
      ['install', 'rpm demo 1.0.0 x86_64', /^not installed, because of /],
    ],
  },
  {
    ...native,
    name: 'lacks a package that its index has',
    format: 'rpm',
    spoil: async (root) => rm(await firstPackage(root)),
    request: () => ({ checks: new Set<Check>(['metadata', 'presence']) }),
    failures: [['presence', 'rpm demo 1.0.0 x86_64', /^x86_64\/demo-1\.0\.0-1\.1\.x86_64\.rpm is in the index but not at http/]],
  },
  {
    ...native,
    name: 'lacks an architecture',
    format: 'deb',
    request: () => ({ cells: [fixture.cellOf('1.0.0', 'x86_64'), fixture.cellOf('1.0.0', 'aarch64')] }),
    failures: [
      ['presence', 'deb demo 1.0.0 arm64', /^the index has demo only for amd64: look for a failed build of arm64$/],
      ['payload', 'deb demo 1.0.0 arm64', /^there is no package to look into: the index has demo only for amd64/],
      ['install', 'deb demo 1.0.0 arm64', /^there is nothing to install: the index has demo only for amd64/],
    ],
  },
  {
    ...native,
    name: 'lacks an architecture',
    format: 'rpm',
    request: () => ({ cells: [fixture.cellOf('1.0.0', 'x86_64'), fixture.cellOf('1.0.0', 'aarch64')] }),
    failures: [
      ['signatures', 'rpm demo 1.0.0 aarch64', /^there is no package to look into: the index has demo only for x86_64/],
      ['presence', 'rpm demo 1.0.0 aarch64', /^the index has demo only for x86_64: look for a failed build of aarch64$/],
      ['payload', 'rpm demo 1.0.0 aarch64', /^there is no package to look into: the index has demo only for x86_64/],
      ['install', 'rpm demo 1.0.0 aarch64', /^there is nothing to install: the index has demo only for x86_64/],
    ],
  },
  ...(['deb', 'rpm'] as const).map((format: Format): Spoilt => {
    const subject = `${format} demo 1.0.0 ${format === 'deb' ? 'amd64' : 'x86_64'}`
    const differs =
      /\/usr\/bin\/demo has sha256 [0-9a-f]{64} where upstream's has 0{64}: build the package from upstream's files$/
    const files = [{ path: '/usr/bin/demo', sha256: '0'.repeat(64) }]
    return {
      ...native,
      name: "ships another program than upstream's",
      format,
      request: () => ({ cells: [{ ...fixture.cellOf('1.0.0', 'x86_64'), files }] }),
      failures: [
        ['payload', subject, differs],
        ['install', subject, differs],
      ],
    }
  }),
  {
    ...native,
    name: 'holds an unsigned rpm, though its metadata is signed',
    format: 'rpm',
    rpmKey: 'none',
    failures: [
      ['signatures', 'rpm demo 1.0.0 x86_64', /^the rpm is unsigned: it has digests but no signature/],
      ['install', 'rpm demo 1.0.0 x86_64', /^not installed, because of /],
    ],
  },
  {
    ...native,
    name: 'lacks what a package depends on',
    format: 'deb',
    control: 'Depends: nobody-has-this (>= 1.4.21)\n',
    failures: [['install', 'deb demo 1.0.0 amd64', /demo : Depends: nobody-has-this \(>= 1\.4\.21\) but it is not installable/]],
  },
  {
    ...native,
    name: 'is not there',
    format: 'deb',
    spoil: (root) => rm(root, { recursive: true }),
    request: () => ({ checks: new Set<Check>(['metadata', 'signatures', 'presence']) }),
    failures: [
      ['metadata', 'deb Release', /^neither InRelease nor Release is at http.*: check the address, or publish the repository$/],
      ['signatures', 'deb repository', /^there is no signed file/],
      ['presence', 'deb demo 1.0.0 amd64', /^the index could not be read/],
    ],
  },
]
