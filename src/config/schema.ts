import * as v from 'valibot'

/**
 * The shape of packages.yaml. Descriptions end up in the published JSON Schema and in editors.
 */
const describe = <S extends v.GenericSchema>(schema: S, description: string) => v.pipe(schema, v.description(description))

const line = v.pipe(v.string(), v.nonEmpty('must not be empty'), v.regex(/^[^\n]*$/, 'must be a single line'))
const identifier = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9.+_-]*$/, 'must start with a letter or digit and hold only letters, digits and . + _ -'),
)
const absolutePath = v.pipe(
  v.string(),
  v.regex(/^(?:\/[A-Za-z0-9@%+=:,._~-]+)+$/, 'must be an absolute path without spaces'),
  v.check((path) => !path.split('/').includes('..'), 'must not contain ..'),
)
const mode = v.pipe(v.string(), v.regex(/^0[0-7]{3}$/, 'must be an octal mode in quotes, such as "0755"'))
const architecture = v.picklist(['x86_64', 'aarch64', 'armv7l', 'ppc64le', 's390x', 'i586'])
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 digest: 64 lower-case hex digits'))

const obs = v.strictObject({
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
})

const channel = v.strictObject({
  versions: describe(
    v.array(v.picklist(['release', 'prerelease', 'nightly'])),
    'The versions that belong here: release (1.2.3), prerelease (1.2.3-rc.1), nightly (1.2.3-rc.1.7+abc).',
  ),
})

const builder = v.strictObject({
  format: describe(v.picklist(['deb', 'rpm']), 'The package format.'),
  paths: describe(
    v.pipe(
      v.array(v.strictObject({ project: line, repository: line })),
      v.minLength(1, 'must name at least one base repository'),
    ),
    'The base distribution: OBS repositories to build against.',
  ),
  architectures: describe(
    v.pipe(v.array(architecture), v.minLength(1, 'must name at least one architecture')),
    'Architectures by their OBS names.',
  ),
})

const source = v.pipe(
  v.strictObject({
    url: v.optional(
      describe(line, 'A URL for each architecture; a template with {version}, {goarch}, {arch}, {debarch}, {binary}.'),
    ),
    folder: v.optional(describe(line, 'A local folder instead, relative to this file; the same template.')),
    sha256: v.optional(
      describe(
        v.union([v.record(architecture, sha256), line]),
        'A digest for each architecture, or the URL template of a file that holds it ({url}.sha256).',
      ),
    ),
  }),
  v.check((value) => (value.url === undefined) !== (value.folder === undefined), 'must have either url or folder'),
)

const packagedFile = v.union(
  [
    v.strictObject({
      binary: describe(identifier, 'A program that the source delivers for each architecture.'),
      to: v.optional(describe(absolutePath, 'Where it is installed; default /usr/bin/<binary>.')),
      mode: v.optional(mode, '0755'),
    }),
    v.strictObject({
      file: describe(line, 'A file beside this config, the same on every architecture.'),
      to: describe(absolutePath, 'Where it is installed.'),
      mode: v.optional(mode, '0644'),
      config: v.optional(describe(v.boolean(), "The administrator's changes survive upgrades."), false),
    }),
  ],
  'must have either binary, or file and to',
)

const pkg = v.strictObject({
  summary: describe(v.pipe(line, v.regex(/[^.]$/, 'must not end with a period')), 'One line without a period at its end.'),
  description: describe(v.pipe(v.string(), v.nonEmpty('must not be empty')), 'What the package is for.'),
  license: describe(line, 'An SPDX expression.'),
  maintainer: describe(
    v.pipe(line, v.regex(/^[^<>]+ <[^<>@\s]+@[^<>@\s]+>$/, 'must be written "Name <address>"')),
    'Name <address>.',
  ),
  url: describe(v.pipe(v.string(), v.url('must be a URL')), 'The home page.'),
  section: v.optional(describe(identifier, "Debian's section."), 'misc'),
  'license-file': v.optional(describe(line, 'The licence text, relative to this file.'), 'LICENSE'),
  readme: v.optional(describe(line, 'A text for the documentation folder, relative to this file.'), 'README.md'),
  source,
  files: describe(v.pipe(v.array(packagedFile), v.minLength(1, 'must list at least one file')), 'What is installed.'),
  architectures: v.optional(describe(v.array(architecture), "Only these of the builders' architectures.")),
})

export const configSchema = v.strictObject({
  extends: v.optional(
    describe(line, 'A preset by name, or another config relative to this file; maps are merged, null removes a key.'),
  ),
  obs,
  channels: v.optional(v.record(identifier, channel), {
    stable: { versions: ['release'] },
    dev: { versions: ['prerelease'] },
    nightly: { versions: ['nightly'] },
  }),
  builders: describe(v.record(identifier, builder), 'Repositories of the build project by name.'),
  packages: describe(v.record(identifier, pkg), 'Packages by name.'),
})

/** A validated config with every default filled in. */
export type Config = v.InferOutput<typeof configSchema>
export type Builder = Config['builders'][string]
export type Package = Config['packages'][string]
export type PackagedFile = Package['files'][number]
export type Architecture = Builder['architectures'][number]
