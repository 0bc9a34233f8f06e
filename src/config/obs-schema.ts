import * as v from 'valibot'
import type { ArchitectureNames } from '../architecture.js'
import type { Range } from '../version/range.js'
import { base } from './base-schema.js'
import { architecture, describe, format, identifier, line, localPath, range } from './value-schema.js'

/** The OBS instance and where things are on it. */
export const obs = v.strictObject({
  apiurl: v.optional(describe(v.pipe(v.string(), v.url('must be a URL')), 'The OBS instance.'), 'https://api.opensuse.org'),
  'build-project': describe(line, 'Where OBS builds; a template with {channel} and {minor}.'),
  'publish-project': v.optional(
    describe(line, 'Where released binaries are kept and published; a template. Without it the build project publishes itself.'),
  ),
  'download-url': v.optional(
    describe(line, 'Where a builder is published; a template with {project}, {project-path} and {builder}.'),
    'https://download.opensuse.org/repositories/{project-path}/{builder}',
  ),
  maintainers: v.optional(describe(v.array(line), 'OBS users who maintain the projects.'), []),
  'signing-key': v.optional(
    describe(localPath, 'The public key that users trust, relative to this file; verify-repo checks every signature with it.'),
  ),
})

/** A stream that users subscribe to. */
export const channel = v.strictObject({
  versions: describe(
    v.array(v.picklist(['release', 'prerelease', 'nightly'])),
    'The versions that belong here: release (1.2.3), prerelease (1.2.3-rc.1), nightly (1.2.3-rc.1.7+abc).',
  ),
})

const limitedArchitecture = v.strictObject({
  name: describe(architecture, 'The OBS name.'),
  versions: describe(range, 'Built for these versions of the product only, such as "<1.27".'),
})

const builtArchitecture = v.pipe(
  v.union([architecture, limitedArchitecture]),
  v.transform((value): { readonly name: string; readonly versions?: Range } =>
    typeof value === 'string' ? { name: value } : value,
  ),
)

/** One repository of the build project. */
export const builder = v.pipe(
  v.strictObject({
    format: describe(format, 'The package format.'),
    paths: describe(
      v.pipe(
        v.array(
          v.strictObject({
            project: describe(line, 'The OBS project of a base distribution.'),
            repository: describe(line, 'One of its repositories.'),
          }),
        ),
        v.minLength(1, 'must name at least one base repository'),
      ),
      'The base distribution: OBS repositories to build against, the distribution last, because only the last path is followed further. Debs need one with debbuild before it: Ubuntu:debbuild/Ubuntu_20.04 before Ubuntu:20.04/universe.',
    ),
    architectures: describe(
      v.pipe(v.array(builtArchitecture), v.minLength(1, 'must name at least one architecture')),
      'Architectures by their OBS names; one that ends at some version is written { name: armv7l, versions: "<1.27" }.',
    ),
    base: v.optional(
      describe(
        base,
        'The distribution that verify-repo installs into. Default: for debs that of the machine, for rpms one that brings a shell alone.',
      ),
    ),
  }),
  v.check(
    ({ format, base }) => base === undefined || (format === 'deb') === (base.sources !== undefined),
    'must have a base of its format: sources for deb; repositories or provides for rpm',
  ),
)

/** An architecture that the table of names lacks. */
const addedArchitecture = v.strictObject({
  go: describe(identifier, "Go's name, as {goarch} in templates."),
  deb: describe(identifier, "dpkg's name, as {debarch} in templates."),
  rpm: v.optional(describe(identifier, "The name in rpm's file names. Default: the OBS name.")),
  elf: v.optional(
    describe(
      v.strictObject({
        machine: describe(v.pipe(v.number(), v.integer()), 'e_machine of its programs, such as 243 for RISC-V.'),
        bits: describe(v.picklist([32, 64]), 'The size of its addresses.'),
        endian: describe(v.picklist(['little', 'big']), 'The order of its bytes.'),
      }),
      'How programs for it are recognised; without it they are not checked.',
    ),
  ),
})

/** Architectures that the table of names lacks, with all their names. */
export const addedArchitectures = v.pipe(
  v.record(architecture, addedArchitecture),
  v.transform((added): readonly ArchitectureNames[] =>
    Object.entries(added).map(([obs, names]) => ({ ...names, obs, rpm: names.rpm ?? obs })),
  ),
)
