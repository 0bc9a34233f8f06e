import * as v from 'valibot'
import { describe, line } from './value-schema.js'

const url = v.pipe(line, v.url('must be a URL'))

/** A repository of debs as a person states it. */
const debSource = v.strictObject({
  uri: describe(url, 'The address of the archive.'),
  suite: describe(line, 'A suite such as bookworm; / for a flat repository.'),
  components: v.optional(describe(v.array(line), 'Its components, such as main; none for a flat repository.'), []),
  'signed-by': v.optional(
    describe(
      v.pipe(line, v.regex(/^\//, 'must be an absolute path')),
      "The file of its keys on the machine that verifies. Default: the keys of that machine's apt.",
    ),
  ),
})

/** What the distribution brings that the packages are installed into, for the check `install`. */
export const base = v.pipe(
  v.strictObject({
    sources: v.optional(
      describe(
        v.pipe(
          v.union([
            v.pipe(v.string(), v.regex(/\S/, 'must not be empty')),
            v.pipe(v.array(debSource), v.minLength(1, 'must name at least one source')),
          ]),
          v.transform((value) => (typeof value === 'string' ? value : value.map(toStanza).join('\n'))),
        ),
        "Debs: the distribution's repositories as apt writes them, or a list of { uri, suite, components, signed-by }.",
      ),
    ),
    repositories: v.optional(
      describe(
        v.pipe(v.array(url), v.minLength(1, 'must name at least one repository')),
        "Rpms: the addresses of the distribution's repositories.",
      ),
    ),
    provides: v.optional(
      describe(
        v.array(
          v.pipe(
            line,
            v.regex(/^[^\s,%]+( = [^\s,%]+)?$/, 'must be a name, or a name with its version as in "iptables = 1.8.7"'),
          ),
        ),
        'Rpms: what the distribution is assumed to provide, where none of its repositories is named: "iptables = 1.8.7".',
      ),
    ),
  }),
  v.check(
    ({ sources, repositories, provides }) => [sources, repositories, provides].filter((each) => each !== undefined).length === 1,
    'must have exactly one of sources, repositories and provides',
  ),
)

function toStanza(source: v.InferOutput<typeof debSource>): string {
  const lines = [`Types: deb`, `URIs: ${source.uri}`, `Suites: ${source.suite}`]
  if (source.components.length > 0) lines.push(`Components: ${source.components.join(' ')}`)
  if (source['signed-by'] !== undefined) lines.push(`Signed-By: ${source['signed-by']}`)
  return `${lines.join('\n')}\n`
}
