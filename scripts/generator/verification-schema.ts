import * as v from 'valibot'
import { checks, states } from '../../src/verify/request.js'

const text = (description: string) => v.pipe(v.string(), v.description(description))
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/), v.description('In lower-case hex.'))

const source = v.object({
  name: text('The package.'),
  srcmd5: text('What OBS calls its sources by: the revision that was pushed, built and released.'),
  project: text('Where it was released to.'),
  containers: v.pipe(v.array(v.string()), v.description('The packages of that project that hold the release.')),
})

const count = v.pipe(v.number(), v.integer(), v.minValue(0))

const subject = v.object({
  file: text('The name of its file.'),
  sha256,
  format: v.picklist(['deb', 'rpm']),
  name: text('Its name.'),
  version: text('As its format writes it, with the release.'),
  architecture: text('As its format names it.'),
  checks: v.pipe(
    v.object(v.entriesFromList(checks, v.exactOptional(v.picklist(states)))),
    v.description('How each check of this package ended, the worst of several.'),
  ),
})

/** The predicate of a verification statement; docs/verification.md explains it. Keys may be added to it. */
export const verificationSchema = v.object({
  verifier: v.object({ id: text('What verified: the suite.'), version: text('Its version.') }),
  time: text('When the statement was made, after the last check (RFC 3339).'),
  run: v.exactOptional(text('The page of the workflow run that verified.')),
  release: v.object({ version: text('As its project writes it.'), channel: text('The channel that it went to.') }),
  obs: v.object({
    apiurl: text('The API of the OBS instance that built.'),
    buildProject: text('Where it was built.'),
    publishProject: text('Where it was published from.'),
    packages: v.array(source),
  }),
  checks: v.pipe(
    v.object(v.entriesFromList(checks, v.exactOptional(v.object({ passed: count, warning: count, unproved: count })))),
    v.description('How many rows of each check passed, are warnings, and could not be found out. None failed.'),
  ),
  packages: v.pipe(v.array(subject), v.description('The published packages that the statement is about.')),
})
