import * as v from 'valibot'
import { source } from './source-schema.js'
import { describe, formats, identifier, line, localPath, mode, range } from './value-schema.js'

/** An absolute path, possibly below {unitdir}; with a slash at its end a folder to put several files into. */
export const destination = v.pipe(
  v.string(),
  v.regex(
    /^(?:\{unitdir\})?(?:\/[A-Za-z0-9@%+=:,._~-]+)+\/?$/,
    'must be an absolute path without spaces, or begin with {unitdir}',
  ),
  v.check((path) => !path.split('/').includes('..'), 'must not contain ..'),
)

/** A path within the source, without `..`; `*` and `?` may stand in its last part. */
const member = v.pipe(
  v.string(),
  v.regex(
    /^(?:[^/\s*?"'`$\\]+\/)*[^/\s"'`$\\]+$/,
    'must be a relative path without spaces, quotes, $ and \\; * and ? may stand in its last part only',
  ),
  v.check((path) => !path.split('/').includes('..'), 'must not contain ..'),
)

const newText = v.pipe(v.string(), v.regex(/^[^\n]*$/, 'must be a single line'))

// A list would arrive as a map of numbers.
const replaced = v.pipe(line, v.regex(/\D/, 'must be the text to replace'))

/** Where the content of a file comes from: beside this config, or out of the package's source. */
const content = {
  file: v.optional(describe(localPath, 'A file beside this config, the same on every architecture.')),
  member: v.optional(
    describe(
      member,
      'Any file of the source, for each architecture its own; with * or ? several, into a folder ending in a slash.',
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

const kinds = ['binary', 'member', 'file', 'directory', 'link'] as const

/** What is installed at a path. */
export const packagedFile = v.pipe(
  v.strictObject({
    binary: v.optional(describe(member, 'A program of the source, for each architecture its own; its machine is checked.')),
    ...content,
    directory: v.optional(describe(v.literal(true), 'A directory, which is kept even when it is empty.')),
    link: v.optional(describe(line, 'A symbolic link to this path.')),
    mode: v.optional(describe(mode, 'Default "0755" for programs and directories, "0644" for other files.')),
    owner: v.optional(describe(identifier, 'The user who owns it. Default root.')),
    group: v.optional(describe(identifier, 'The group it belongs to. Default root.')),
    config: v.optional(describe(v.boolean(), "The administrator's changes survive upgrades.")),
    formats: v.optional(formats),
    versions,
    source: v.optional(describe(source, 'A source of its own, in place of the one of the package.')),
  }),
  v.check(
    (value) => kinds.filter((kind) => value[kind] !== undefined).length === 1,
    'must have exactly one of binary, member, file, directory and link',
  ),
  v.check(
    ({ directory, link, config, replace }) =>
      (directory === undefined && link === undefined) || (config === undefined && replace === undefined),
    'must not have config or replace: a directory or link has no content',
  ),
)

/** A systemd unit: installed into the folder for units, with the scriptlets that tell systemd. */
export const unit = v.pipe(
  v.strictObject({
    ...content,
    restart: v.optional(describe(v.boolean(), 'An upgrade restarts it.'), false),
    formats: v.optional(formats),
    versions,
  }),
  v.check((value) => (value.file === undefined) !== (value.member === undefined), 'must have either file or member'),
)

export const unitName = v.pipe(
  v.string(),
  v.regex(/^[\w:.@-]+\.(?:service|socket|timer|path|mount|target|slice)$/, 'must be a unit, such as hello.service'),
)
