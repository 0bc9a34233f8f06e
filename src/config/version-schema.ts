import * as v from 'valibot'
import { readTagTemplate, type TagTemplate } from '../version/tag-template.js'
import { describe } from './value-schema.js'

const words = v.array(v.pipe(v.string(), v.regex(/^[A-Za-z]+$/, 'must be a word of letters, or number')))

/** What the words at the end of a project's versions mean. */
export const versions = v.strictObject({
  releases: v.optional(
    describe(
      words,
      'Versions that end in these are releases: lts in 24.8.4.13-lts, or number in 1.2.3-1. They sort above the version without.',
    ),
  ),
  prereleases: v.optional(describe(words, 'Versions that end in these are prereleases, and sort below the version without.')),
  nightlies: v.optional(describe(words, 'Versions that end in these are nightlies, and sort below the version without.')),
})

const tagText = v.pipe(
  v.string(),
  v.check(
    (text) => readTagTemplate(text) !== undefined,
    'must hold {version} once and no space or other placeholder, as in api/v{version}',
  ),
)

/** How tags are written. */
export const tag = v.pipe(
  tagText,
  v.transform((text): TagTemplate => readTagTemplate(text) ?? { text, before: '', behind: '' }),
)
