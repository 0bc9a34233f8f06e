import * as v from 'valibot'
import { source } from './source-schema.js'
import { isGlob } from '../glob.js'
import { architecture, builders, describe, formats, identifier, line, localPath, mode, range } from './value-schema.js'

/** An absolute path, possibly below {unitdir}; with a slash at its end a folder to put several files into. */
export const destination = v.pipe(
  v.string(),
  v.regex(
    /^(?:\{unitdir\})?(?:\/[A-Za-z0-9@%+=:,._~-]+)+\/?$/,
    'must be an absolute path without spaces, or begin with {unitdir}',
  ),
  v.check((path) => !path.split('/').includes('..'), 'must not contain ..'),
)

/** A path within the source, without `..`; `*` and `?` may stand in its last part, `**` for any depth before that. */
const member = v.pipe(
  v.string(),
  v.regex(
    /^(?:[^/\s*?"'`$\\]+\/)*(?:\*\*|(?:\*\*\/)?[^/\s"'`$\\]+)$/,
    'must be a relative path without spaces, quotes, $ and \\; * and ? may stand in its last part only, and ** once as a part of its own, last or before that',
  ),
  v.check((path) => !path.split('/').includes('..'), 'must not contain ..'),
  v.check((path) => !/\*\*[^/]|[^/]\*\*/.test(path), 'must have ** as a part of its own, as in public/**'),
)

const ownFile = v.pipe(
  localPath,
  v.check(
    (path) => !isGlob(path) || /^(?:[^*?]+\/)?(?:\*\*|(?:\*\*\/)?[^/*?]*(?:[*?](?!\*)[^/*?]*)+)$/.test(path),
    'may have * and ? in its last part only, and ** once as a part of its own, last or before that',
  ),
)

const newText = v.pipe(v.string(), v.regex(/^[^\n]*$/, 'must be a single line'))

// A list would arrive as a map of numbers.
const replaced = v.pipe(line, v.regex(/\D/, 'must be the text to replace'))

/** Where the content of a file comes from: beside this config, or out of the package's source. */
const content = {
  file: v.optional(
    describe(
      ownFile,
      'A file beside this config, the same on every architecture; a folder with all that is in it, or several by * or **, as of `member`.',
    ),
  ),
  member: v.optional(
    describe(
      member,
      'Any file of the source, for each architecture its own; with * or ? several, with ** whole trees, into a folder ending in a slash.',
    ),
  ),
  replace: v.optional(
    describe(
      v.record(replaced, v.union([newText, v.strictObject({ deb: v.optional(newText), rpm: v.optional(newText) })])),
      'Text in the file and what to put in its place, the same in both formats or by format.',
    ),
  ),
}

const versions = v.optional(describe(range, 'Only at these versions of the package.'))

const kinds = ['binary', 'member', 'file', 'directory', 'link', 'ghost'] as const

/** What cap_from_text(3) takes: capabilities, and what becomes of them. */
const capabilities = v.pipe(
  v.string(),
  v.regex(
    /^cap_[a-z_]+(?:,cap_[a-z_]+)*[=+][eip]*(?:[+-][eip]+)?(?: cap_[a-z_]+(?:,cap_[a-z_]+)*[=+][eip]*(?:[+-][eip]+)?)*$/,
    'must be capabilities such as cap_net_bind_service=+ep',
  ),
)

const oneFile = v.pipe(
  v.strictObject({
    binary: v.optional(describe(member, 'A program of the source, for each architecture its own; its machine is checked.')),
    ...content,
    directory: v.optional(describe(v.literal(true), 'A directory, which is kept even when it is empty.')),
    link: v.optional(describe(line, 'A symbolic link to this path.')),
    ghost: v.optional(
      describe(
        v.literal(true),
        'A file that the package has none of and owns: it is removed with the rpm, and when the deb is purged.',
      ),
    ),
    purge: v.optional(
      describe(
        v.literal(true),
        'A purge of the deb removes the directory, which is below /var, with all that is in it; without this, what programs left there stays.',
      ),
    ),
    mode: v.optional(
      describe(mode, 'Default "0755" for programs and directories, "0644" for other files; the files of a tree keep theirs.'),
    ),
    owner: v.optional(describe(identifier, 'The user who owns it. Default root.')),
    group: v.optional(describe(identifier, 'The group it belongs to. Default root.')),
    config: v.optional(describe(v.boolean(), "The administrator's changes survive upgrades.")),
    capabilities: v.optional(describe(capabilities, 'What it may do without being root, such as cap_net_bind_service=+ep.')),
    formats: v.optional(formats),
    builders: v.optional(builders),
    architectures: v.optional(describe(v.array(architecture), 'Only on these architectures.')),
    versions,
    source: v.optional(describe(source, 'A source of its own, in place of the one of the package.')),
  }),
  v.check(
    (value) => kinds.filter((kind) => value[kind] !== undefined).length === 1,
    'must have exactly one of binary, member, file, directory, link and ghost',
  ),
  v.check(
    ({ directory, link, ghost, config, replace, capabilities }) =>
      [directory, link, ghost].every((kind) => kind === undefined) ||
      [config, replace, capabilities].every((value) => value === undefined),
    'must not have config, replace or capabilities: a directory, link or ghost has no content',
  ),
  v.check(
    ({ directory, purge }) => purge === undefined || directory !== undefined,
    'must not have purge: it is for directories, and a purge removes everything else by itself',
  ),
)

/** What is installed at a path; of a list what holds where it is installed. */
export const packagedFile = v.union([oneFile, v.pipe(v.array(oneFile), v.minLength(1, 'must hold something'))])

/** A systemd unit: installed into the folder for units, with the scriptlets that tell systemd. */
export const unit = v.pipe(
  v.strictObject({
    ...content,
    restart: v.optional(describe(v.boolean(), 'An upgrade restarts it.'), false),
    formats: v.optional(formats),
    builders: v.optional(builders),
    architectures: v.optional(describe(v.array(architecture), 'Only on these architectures.')),
    versions,
  }),
  v.check((value) => (value.file === undefined) !== (value.member === undefined), 'must have either file or member'),
)

export const unitName = v.pipe(
  v.string(),
  v.regex(/^[\w:.@-]+\.(?:service|socket|timer|path|mount|target|slice)$/, 'must be a unit, such as hello.service'),
)
