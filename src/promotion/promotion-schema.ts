import * as v from 'valibot'
import { describe, identifier, line, packageName } from '../config/value-schema.js'

const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be a SHA-256: 64 digits of lower-case hex'))
const srcmd5 = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/, 'must be the srcmd5 of sources: 32 digits of lower-case hex'))
const path = v.pipe(
  v.string(),
  v.regex(/^[\w.+-]+\/\w+\/[^/\s]+\.(deb|rpm)$/, 'must be BUILDER/ARCHITECTURE/FILE, of a deb or rpm'),
)

const digests = v.strictObject({
  sha256: v.optional(describe(sha256, 'Of a deb: the SHA-256 of the file.')),
  header: v.optional(
    describe(
      sha256,
      "Of an rpm: the SHA-256 of its header, which rpm shows as %{SHA256HEADER}. OBS's signature is no part of it.",
    ),
  ),
  payload: v.optional(describe(sha256, 'Of an rpm: the SHA-256 of its payload, which rpm shows as %{PAYLOADDIGEST}.')),
})

const promotedPackage = v.strictObject({
  srcmd5: describe(srcmd5, 'The sources that OBS has built.'),
  files: describe(v.record(path, digests), 'Every deb and rpm as BUILDER/ARCHITECTURE/FILE, with the digests that guard it.'),
})

const promotedVersion = v.strictObject({
  channel: describe(identifier, 'The channel of the config to which it is published.'),
  minor: describe(v.pipe(v.string(), v.regex(/^\d+(\.\d+)?$/, 'must be X.Y, in quotes')), 'The minor of the version.'),
  version: describe(line, 'The version as its project writes it, without a leading v.'),
  from: v.optional(
    describe(
      identifier,
      'The channel that it was published to before: from there its packages come. Default: the build project.',
    ),
  ),
  yanked: v.optional(describe(line, 'Why it is withdrawn from the channel. Default: it is published.')),
  packages: describe(v.record(packageName, promotedPackage), 'Packages by name.'),
})

/** The shape of promotion.yaml. Descriptions end up in the published JSON Schema. */
export const promotionSchema = v.strictObject({
  promotions: v.nullish(describe(v.array(promotedVersion), 'What is published: a version in a channel each.'), []),
})

type Frozen<T> = T extends (infer E)[] ? readonly Frozen<E>[] : T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T

/** A version in a channel. */
export type PromotedVersion = Frozen<v.InferOutput<typeof promotedVersion>>
export type PromotedPackage = PromotedVersion['packages'][string]
/** What guards a file: no signature of OBS's changes it. */
export type Digests = PromotedPackage['files'][string]
