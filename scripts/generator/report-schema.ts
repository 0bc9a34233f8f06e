import * as v from 'valibot'
import { checks, states, type CheckResult } from '../../src/verify/request.js'

const text = (description: string) => v.pipe(v.string(), v.description(description))

const cell = v.object({
  format: v.picklist(['deb', 'rpm']),
  package: text('Its name.'),
  version: text('As its format writes it.'),
  architecture: text('As its format names it.'),
})

const snippet = v.object({
  path: text('The file that they write.'),
  text: text('Its content.'),
  key: v.exactOptional(
    v.pipe(
      v.object({ url: text('Where it is published.'), path: text('Where the file above looks for it.') }),
      v.description('The key that apt must have first.'),
    ),
  ),
})

const row = v.pipe(
  v.object({
    check: v.pipe(v.picklist(checks), v.description('What was asked.')),
    subject: text('Of what, e.g. `deb runc 1.1.15 arm64`.'),
    state: v.pipe(
      v.picklist(states),
      v.description(
        'How it ended: warning when it holds today and a stricter or later machine would refuse it, unproved when this machine could not find out.',
      ),
    ),
    passed: v.pipe(v.boolean(), v.description('Whether it lets the run succeed.')),
    evidence: text('One sentence: the facts seen, or what is wrong and what to do.'),
    details: v.exactOptional(v.pipe(v.array(v.string()), v.description('What was done to find out, step by step.'))),
    snippet: v.exactOptional(
      v.pipe(snippet, v.description('What users write to have the repository, as installs are tried with it.')),
    ),
    cell: v.exactOptional(
      v.pipe(cell, v.description('The package that it is about; missing when it is about the repository itself.')),
    ),
    builder: v.exactOptional(text('The builder of the plan whose repository it is about; missing without a plan.')),
    facts: v.exactOptional(
      v.pipe(
        v.record(v.string(), v.string()),
        v.description(
          'What was seen and must be the same in a later run, which the input `baseline` compares: digest, suite, the fingerprint of the key; what statements name a package by: file, and sha256 where the digest is another; and when the key expires, as a date.',
        ),
      ),
    ),
    unavailable: v.exactOptional(
      v.pipe(v.boolean(), v.description('The download host failed, so a later run may see something else.')),
    ),
  }),
  v.description('What one check saw on one subject.'),
)

/** The output `report` of verify-repo and publish. Keys may be added to it. */
export const reportSchema = v.array(row)

/** As plain as what a schema tells of a type. */
type Plain<T> = T extends object ? { -readonly [K in keyof T]: Plain<T[K]> } : T
type Described = Plain<v.InferOutput<typeof row>>
type Reported = Plain<CheckResult>
/** Holds at compile time: what is reported is described, key by key, and the other way round. */
export const isWhole: [Required<Described>, Described] extends [Required<Reported>, Reported]
  ? [Required<Reported>, Reported] extends [Required<Described>, Described]
    ? true
    : false
  : false = true
