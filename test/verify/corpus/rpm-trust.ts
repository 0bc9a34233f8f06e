import { refuses, takes, warns, type CorpusCase } from './case.js'
import type { Desk } from './desk.js'
import { digestAnew, forgetTags, rpmTags } from './rpm-tag.js'
import { editRpm, makeRpm, reindex, signRpm } from './rpm.js'

const forgetting =
  (...tags: readonly number[]) =>
  async (desk: Desk) => {
    await editRpm(desk, (content) => forgetTags(content, 'signature', ...tags))
    await reindex(desk)
  }
const signedBy =
  (...options: readonly string[]) =>
  async (desk: Desk) => {
    await signRpm(desk, undefined, options)
    await reindex(desk)
  }
const { md5, sha1, sha256, payloadDigest, payloadDigestOpen } = rpmTags

/** What rpms have of digests, and when they were signed. */
export const rpmTrust: readonly CorpusCase[] = [
  takes('rpm', 'an rpm without MD5', forgetting(md5)),
  takes('rpm', 'an rpm without SHA-1', forgetting(sha1)),
  warns('rpm', 'an rpm with SHA-1 of its header alone', /of its header it has SHA-1 alone/, forgetting(sha256)),
  refuses('rpm', 'an rpm with MD5 of its header alone', /no digest of its header but MD5 at most/, forgetting(sha1, sha256)),
  refuses('rpm', 'an rpm without digests of its header', /no digest of its header/, forgetting(sha1, sha256, md5)),
  refuses('rpm', 'an rpm without a digest of its payload', /no SHA-256 of its payload/, async (desk) => {
    await editRpm(desk, (content) => {
      forgetTags(content, 'main', payloadDigest, payloadDigestOpen)
      digestAnew(content)
    })
    await signRpm(desk)
    await reindex(desk)
  }),
  warns('rpm', 'files that are hashed by MD5', /its files are hashed by MD5, so hosts in FIPS mode/, (desk) =>
    makeRpm(desk, { macros: ['_binary_filedigest_algorithm 1'] }),
  ),
  takes('rpm', 'files that are hashed by SHA-512', (desk) => makeRpm(desk, { macros: ['_binary_filedigest_algorithm 10'] })),
  refuses(
    'rpm',
    'an rpm that was signed in the future',
    /the rpm is signed by the key [^]* but in the future, at 20/,
    signedBy('--faked-system-time', `${new Date(Date.now() + 30 * 24 * 3600_000).toISOString().replaceAll(/[-:]|\..*/g, '')}!`),
  ),
  takes(
    'rpm',
    'an rpm that was signed by a clock five minutes ahead',
    signedBy('--faked-system-time', `${new Date(Date.now() + 300_000).toISOString().replaceAll(/[-:]|\..*/g, '')}!`),
  ),
  refuses('rpm', 'an rpm that is signed over SHA-1', /is signed over SHA-1, which EL 9/, signedBy('--digest-algo', 'SHA1')),
  takes('rpm', 'an rpm that is signed over SHA-512', signedBy('--digest-algo', 'SHA512')),
  refuses('rpm', 'an rpm by another key', /the rpm is signed by the key [0-9a-f]+ \(NOKEY\), not by/, async (desk) => {
    await signRpm(desk, undefined, [], 'other@example.org')
    await reindex(desk)
  }),
]
