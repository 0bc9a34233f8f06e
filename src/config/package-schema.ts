import * as v from 'valibot'
import { systems } from '../platform.js'
import { destination, packagedFile, unit, unitName } from './file-schema.js'
import { relations } from './relation-schema.js'
import { groups, tmpfiles, users } from './account-schema.js'
import { scripts } from './script-schema.js'
import { source } from './source-schema.js'
import {
  architecture,
  describe,
  formats,
  identifier,
  line,
  localPath,
  nonEmptyText,
  rangeTable,
  shownLine,
} from './value-schema.js'

const text = (description: string) =>
  v.optional(
    describe(v.union([localPath, v.strictObject({ member: describe(line, 'Its path within the source.') })]), description),
  )

const relation = (description: string) => v.optional(describe(relations, description), {})

// Its name, and for lintian what follows it in the output.
const check = v.pipe(line, v.regex(/^[a-z]/i, 'must be the name of a check'))

/** Where the entries of a package's changelog come from. */
const changelog = v.pipe(
  v.strictObject({
    file: v.optional(
      describe(localPath, 'A changelog beside this config: Markdown with a heading for each version, or %changelog of a spec.'),
    ),
    git: v.optional(
      describe(v.literal('tags'), "The tags of the checkout that this config is in: a tag's message is its entry."),
    ),
    template: v.optional(
      describe(
        nonEmptyText,
        'The text of a single entry; a template with {version}, {package-version}, {minor}, {package} and {url}.',
      ),
    ),
  }),
  v.check(
    ({ file, git, template }) => [file, git, template].filter((each) => each !== undefined).length === 1,
    'must have exactly one of file, git and template',
  ),
)

const metadata = {
  summary: describe(v.pipe(shownLine, v.regex(/[^.]$/, 'must not end with a period')), 'One line without a period at its end.'),
  description: describe(nonEmptyText, 'What the package is for.'),
  license: describe(shownLine, 'An SPDX expression.'),
  maintainer: describe(
    v.pipe(shownLine, v.regex(/^[^<>]+ <[^<>@\s]+@[^<>@\s]+>$/, 'must be written "Name <address>"')),
    'Name <address>.',
  ),
  url: describe(
    v.pipe(
      v.string(),
      v.url('must be a URL'),
      v.check((url) => !URL.canParse(url) || !/\s/.test(url), 'must not hold spaces'),
    ),
    'The home page.',
  ),
  section: v.optional(describe(identifier, "Debian's section."), 'misc'),
  'license-file': text('The licence, relative to this file, or { member: path } of the source. Default: LICENSE.'),
  readme: text('A text for the documentation folder, relative to this file, or { member: path }. Default: README.md.'),
}

/** One package, for both formats. */
export const pkg = v.strictObject({
  ...metadata,
  version: v.optional(
    describe(
      rangeTable(line),
      'The version of a carried package for each range of the product: a template with {version} and {minor}. Default: the version of the product.',
    ),
  ),
  epoch: v.optional(
    describe(
      v.pipe(v.number(), v.integer(), v.minValue(1, 'must be at least 1')),
      'The epoch of its versions in both formats, for a project whose versions once began again; it can never be taken back.',
    ),
  ),
  source: v.optional(describe(source, 'Where the programs come from.')),
  files: v.optional(describe(v.record(destination, packagedFile), 'What is installed, by its path.'), {}),
  units: v.optional(describe(v.record(unitName, unit), 'systemd units by name.'), {}),
  users: v.optional(describe(users, 'System users that the package makes, by name; they are there before its files.'), {}),
  groups: v.optional(describe(groups, 'System groups that the package makes, by name.'), {}),
  tmpfiles: v.optional(
    describe(tmpfiles, 'What is made anew at each start, such as folders below /run: lines of tmpfiles.d(5), or { file: path }.'),
    [],
  ),
  requires: relation('Packages that must be there.'),
  'requires-pre': relation('Packages that must work before this one is unpacked.'),
  'requires-post': relation('Packages that the scripts after the installation need.'),
  recommends: relation('Packages that are installed along unless the administrator objects.'),
  suggests: relation('Packages that go well with this one.'),
  conflicts: relation('Packages that must not be there.'),
  replaces: relation('Packages that this one takes the place of.'),
  provides: relation('Names that this package stands for.'),
  enhances: relation('Packages that this one makes better.'),
  breaks: relation('Debs that do not work with this one; rpms have conflicts alone.'),
  supplements: relation('Rpms beside which this one is installed; debs have enhances alone.'),
  scripts: v.optional(
    describe(
      scripts,
      'Scripts for what no other key can say, shipped as they are written: text, { file: path }, or { deb: …, rpm: … } where the formats differ. Without a first line such as #!/bin/bash the shell runs them, and stops at the first command that fails (sh -e).',
    ),
  ),
  changelog: v.optional(describe(changelog, 'Where the changelog comes from. Default: an entry that names the version.')),
  spec: v.optional(
    describe(localPath, 'A hand-written spec beside this config, with @placeholders@, in place of the generated one.'),
  ),
  rpmlint: v.optional(
    describe(
      v.record(identifier, line),
      'Checks of rpmlint that do not apply, each with the reason; they become <package>.rpmlintrc.',
    ),
    {},
  ),
  lintian: v.optional(describe(v.record(check, line), 'The same for lintian and the deb; they become its overrides.'), {}),
  formats: v.optional(formats),
  architectures: v.optional(
    describe(
      v.array(architecture),
      "Only these of the builders' architectures; [noarch] for a package that fits every machine, which each builder builds once.",
    ),
  ),
  platforms: v.optional(
    describe(
      v.array(
        v.pipe(
          v.string(),
          v.regex(/^[a-z0-9]+\/[a-z0-9]+$/, "must be Go's name of a platform, such as darwin/arm64"),
          v.check((name) => systems.some((system) => name.startsWith(`${system}/`)), `must be one of ${systems.join(', ')}`),
        ),
      ),
      'Other platforms for which build-packages packs archives.',
    ),
    [],
  ),
})
