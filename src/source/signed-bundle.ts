import type { TrustedRoot } from '@sigstore/protobuf-specs'

/** What a Sigstore bundle holds, and who signed it: certificate, transparency log and signature are verified. */
export interface Signed {
  /** The certificate's subject alternative name. */
  readonly identity: string | undefined
  /** Who vouches for it. */
  readonly issuer: string | undefined
  /** Of a workflow of GitHub's, the repository that it ran for: its address. A workflow that others call has the name of its own. */
  readonly repository: string | undefined
  /** The bundle signs the artifact itself, or a statement about files. */
  readonly content: 'artifact' | SignedStatement
}

/** An in-toto statement (Statement v1), as far as it is looked at. */
export interface SignedStatement {
  readonly predicateType: string | undefined
  /** The digests of each file that it is about. */
  readonly subjects: readonly Readonly<Record<string, string>>[]
}

/** Source Repository URI (Fulcio, oid-info). */
const repositoryOid = '1.3.6.1.4.1.57264.1.12'

/**
 * Verifies a bundle by @sigstore/verify; whether the right one signed the right thing is the caller's to say. Throws what is
 * wrong with it.
 * @param artifact what a bundle that is no statement must have signed
 */
export async function readSigned(json: string, root: TrustedRoot, artifact?: Buffer): Promise<Signed> {
  const { bundleFromJSON } = await import('@sigstore/bundle')
  const { toSignedEntity, toTrustMaterial, Verifier } = await import('@sigstore/verify')
  const bundle = bundleFromJSON(JSON.parse(json))
  const { identity } = new Verifier(toTrustMaterial(root)).verify(toSignedEntity(bundle, artifact))
  const repository = identity?.oids?.find(({ oid }) => oid?.id.join('.') === repositoryOid)?.value
  return {
    identity: identity?.subjectAlternativeName,
    issuer: identity?.extensions?.issuer,
    repository: repository === undefined ? undefined : readUtf8String(repository),
    content: bundle.content.$case === 'messageSignature' ? 'artifact' : readStatement(bundle.content.dsseEnvelope),
  }
}

function readStatement({ payload, payloadType }: { readonly payload: Buffer; readonly payloadType: string }): SignedStatement {
  if (payloadType !== 'application/vnd.in-toto+json') return { predicateType: undefined, subjects: [] }
  // Whoever signed is judged by the caller, so the shape is in-toto's, as far as it is looked at.
  const { predicateType, subject } = JSON.parse(payload.toString('utf8')) as {
    predicateType?: string
    subject?: { digest?: Record<string, string> }[]
  }
  return { predicateType, subjects: (subject ?? []).map(({ digest = {} }) => digest) }
}

/** A text in DER (X.690): a tag, a length of one or two bytes, the bytes. */
function readUtf8String(der: Buffer): string | undefined {
  const [tag, length = 0] = der
  if (tag !== 0x0c) return undefined
  return der.subarray(length < 0x80 ? 2 : 2 + (length & 0x7f)).toString('utf8')
}
