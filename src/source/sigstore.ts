import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bundle } from '@sigstore/bundle'
import { UserError, WorkError } from '../error.js'
import { hashFile } from '../host/file.js'
import type { Host } from '../host/host.js'

/** A Sigstore bundle and who must have made it. */
export interface Bundled {
  /** The signed file, and what to call it. */
  readonly file: string
  readonly shown: string
  /** The bundle's JSON. */
  readonly bundle: string
  /** The certificate's subject alternative name, exactly. */
  readonly identity: string
  readonly issuer: string
  /** A trusted root file; undefined for the public good instance as this release of the suite knows it. */
  readonly trustedRoot: string | undefined
}

/**
 * Verifies a Sigstore bundle: certificate, transparency log and signature by @sigstore/verify, and then, exactly, who
 * signed and what. A bundle is of the file itself, or an attestation (in-toto statement) that names its digest.
 * Throws a {@link WorkError} that says what is wrong, a {@link UserError} for a trusted root that is none.
 */
export async function verifyBundle(bundled: Bundled, host: Host): Promise<void> {
  const { bundleFromJSON } = await import('@sigstore/bundle')
  const { toSignedEntity, toTrustMaterial, Verifier } = await import('@sigstore/verify')
  const root = await readRoot(bundled.trustedRoot, host)
  const problem = (reason: string, cause?: unknown) =>
    new WorkError(`The Sigstore bundle of ${bundled.shown} ${reason}; nothing was packed.`, { cause })
  let bundle: Bundle
  let signer
  try {
    bundle = bundleFromJSON(JSON.parse(bundled.bundle))
    const entity = toSignedEntity(bundle, await readFile(bundled.file))
    signer = new Verifier(toTrustMaterial(root)).verify(entity)
  } catch (error) {
    throw problem(`does not hold: ${error instanceof Error ? error.message : String(error)}`, error)
  }
  // The library's own policy takes the identity as an expression that may match anywhere.
  const { subjectAlternativeName = 'nobody', extensions } = signer.identity ?? {}
  if (subjectAlternativeName !== bundled.identity)
    throw problem(`was signed by ${subjectAlternativeName}, not by ${bundled.identity}`)
  if (extensions?.issuer !== bundled.issuer)
    throw problem(`was signed by an identity that ${extensions?.issuer ?? 'nobody'} vouches for, not ${bundled.issuer}`)
  if (!(await isAbout(bundle, bundled.file))) throw problem('is an attestation of other files')
}

/** Whether the bundle is about the file: its own signature was verified over it, an attestation lists its subjects (in-toto Statement v1). */
async function isAbout(bundle: Bundle, file: string): Promise<boolean> {
  if (bundle.content.$case === 'messageSignature') return true
  const { payload, payloadType } = bundle.content.dsseEnvelope
  if (payloadType !== 'application/vnd.in-toto+json') return false
  // Whoever signed is trusted by now, so the shape is in-toto's, as far as it is looked at.
  const statement = JSON.parse(payload.toString('utf8')) as { subject?: { digest?: Record<string, string> }[] }
  const sha256 = await hashFile(file, 'sha256')
  const sha512 = await hashFile(file, 'sha512')
  return (statement.subject ?? []).some(({ digest = {} }) =>
    digest['sha256'] === undefined ? digest['sha512'] === sha512 : digest['sha256'] === sha256,
  )
}

async function readRoot(file: string | undefined, host: Host) {
  const { TrustedRoot } = await import('@sigstore/protobuf-specs')
  const path = file ?? join(host.directories.suite, 'dist', 'source', 'trusted-root.json')
  try {
    return TrustedRoot.fromJSON(JSON.parse(await readFile(path, 'utf8')))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UserError(`${path} is no Sigstore trusted root (${reason}); correct source.sigstore.trusted-root.`, {
      cause: error,
    })
  }
}
