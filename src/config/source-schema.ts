import * as v from 'valibot'
import { architecture, describe, line, localPath, nonEmptyText } from './value-schema.js'

const hex = (length: number, name: string) =>
  v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${length}}$`), `must be a ${name} digest: ${length} lower-case hex digits`))

const checksum = (length: number, name: string) =>
  describe(
    v.union([line, v.record(architecture, hex(length, name))]),
    `${name}: the URL template of a checksum file ({url}.${name.replace('-', '').toLowerCase()}), a list of sums beside this file, or a digest for each architecture.`,
  )

const signature = v.strictObject({
  url: describe(line, 'Where the detached OpenPGP signature is: {url}.asc, or {sums}.asc for one of the checksum file.'),
  keys: describe(
    v.pipe(v.array(localPath), v.minLength(1, 'must name at least one key file')),
    'Files of the public keys that may sign, relative to this file; no other key is trusted.',
  ),
  signs: v.optional(
    describe(v.picklist(['file', 'checksums']), 'What is signed: the downloaded file, or the file of its checksums.'),
    'file',
  ),
})

const sigstore = v.strictObject({
  bundle: describe(line, 'Where the Sigstore bundle is, such as {url}.sigstore.json.'),
  identity: describe(nonEmptyText, 'Who must have signed: the exact e-mail address or URI of the certificate.'),
  issuer: describe(v.pipe(v.string(), v.url('must be a URL')), 'The OpenID issuer that vouched for the identity.'),
  'trusted-root': v.optional(
    describe(localPath, 'A Sigstore trusted root, relative to this file. Default: the public good instance.'),
  ),
})

const units: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 }

const size = v.pipe(
  v.string(),
  v.description('The most that may be downloaded, such as 500MiB.'),
  v.regex(/^\d+\s*(?:[KMG]i?B?|B)?$/i, 'must be a size such as 500MiB'),
  v.transform((text) => Number.parseInt(text, 10) * (units[/[kmg]/i.exec(text)?.[0].toLowerCase() ?? ''] ?? 1)),
)

/** A template, or one for each architecture. */
const address = v.union([line, v.record(architecture, line)])

/** Where the programs of a package come from. */
export const source = v.pipe(
  v.strictObject({
    url: v.optional(
      describe(
        address,
        'A URL, or one for each architecture; a template with {version}, {minor}, {binary}, {os}, {goarch}, {arch}, {debarch}, {assetarch}, {exe} and more. A program that is compressed alone (.gz, .xz, .zst, .bz2) is decompressed.',
      ),
    ),
    folder: v.optional(
      describe(
        address,
        'Instead a local folder, or with `archive` a local file, relative to this file; the same template, or one for each architecture.',
      ),
    ),
    names: v.optional(
      describe(
        v.record(architecture, line),
        'What {assetarch} stands for on each architecture: { x86_64: x86_64, aarch64: arm64 }.',
      ),
    ),
    archive: v.optional(
      describe(
        v.strictObject({
          strip: v.optional(
            describe(v.pipe(v.number(), v.integer(), v.minValue(0)), 'Leading folders to drop from the names of members.'),
            0,
          ),
        }),
        'The URL names an archive (tar with gzip, xz or nothing, or zip); `binary` and `member` of the files name its members.',
      ),
    ),
    sha256: v.optional(checksum(64, 'SHA-256')),
    sha512: v.optional(checksum(128, 'SHA-512')),
    signature: v.optional(describe(signature, 'A detached OpenPGP signature that must be good.')),
    sigstore: v.optional(describe(sigstore, 'A Sigstore bundle that must be good.')),
    'max-size': v.optional(size, '1GiB'),
  }),
  v.check((value) => (value.url === undefined) !== (value.folder === undefined), 'must have either url or folder'),
)

export type Source = v.InferOutput<typeof source>
