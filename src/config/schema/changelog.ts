import * as v from 'valibot'
import { describe, localPath, nonEmptyText } from '../value-schema.js'

/** Where the entries of a package's changelog come from. */
export const changelog = v.pipe(
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
