import * as v from 'valibot'
import { describe, identifier, localPath, nonEmptyText } from './value-schema.js'

const file = describe(localPath, 'A script beside this config, shipped as it is.')

const inFile = v.strictObject({ file })

/** A script as its text, or the file that has it. */
const body = v.union([nonEmptyText, inFile])

/** The text of a script or where it is; a file becomes its text when the config is loaded. */
export type Body = v.InferOutput<typeof body>

// A list would arrive as a map of numbers.
const builderName = v.pipe(identifier, v.regex(/\D/, 'must be the name of a builder'))

const script = (description: string) =>
  v.optional(
    describe(
      v.union([
        nonEmptyText,
        v.pipe(
          v.strictObject({
            file: v.optional(file),
            deb: v.optional(describe(body, 'The script of the deb: text, or { file: path }.')),
            rpm: v.optional(describe(body, 'The script of the rpm: text, or { file: path }.')),
            builders: v.optional(
              describe(
                v.record(builderName, body),
                'The script in these builders, in place of the one of their format: text, or { file: path }.',
              ),
            ),
          }),
          v.check(
            ({ file, deb, rpm, builders }) => (file === undefined) !== [deb, rpm, builders].every((each) => each === undefined),
            'must have file, or any of deb, rpm and builders',
          ),
        ),
      ]),
      description,
    ),
  )

const own = (description: string) => v.optional(describe(body, description))

/** Scripts by when they run: rpm's names for both formats, dpkg's for debs alone. */
export const scripts = v.strictObject({
  pre: script('Runs before the files are installed.'),
  post: script('Runs after the files are installed.'),
  preun: script('Runs before the files are removed.'),
  postun: script('Runs after the files are removed.'),
  pretrans: script('Runs before anything of the transaction; rpm alone has it.'),
  posttrans: script('Runs after everything of the transaction; rpm alone has it.'),
  preinst: own("dpkg's own, with its arguments: what `pre` is in a deb."),
  postinst: own("dpkg's own, with its arguments: what `post` is in a deb."),
  prerm: own("dpkg's own, with its arguments: what `preun` is in a deb."),
  postrm: own("dpkg's own, with its arguments: what `postun` is in a deb."),
})
