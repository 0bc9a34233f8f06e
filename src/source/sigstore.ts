import type { TrustedRoot } from '@sigstore/protobuf-specs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError, WorkError } from '../error.js'
import { hashFile } from '../host/file.js'
import type { Host } from '../host/host.js'
import { readSigned, type Signed } from './signed-bundle.js'

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
  const problem = (reason: string, cause?: unknown) =>
    new WorkError(`The Sigstore bundle of ${bundled.shown} ${reason}; nothing was packed.`, { cause })
  const root = await readRoot(bundled.trustedRoot, host)
  const artifact = await readFile(bundled.file)
  const signed = await readSigned(bundled.bundle, root, artifact).catch((error: unknown) => {
    throw problem(`does not hold: ${error instanceof Error ? error.message : String(error)}`, error)
  })
  // The library's own policy takes the identity as an expression that may match anywhere.
  const { identity = 'nobody', issuer } = signed
  if (identity !== bundled.identity) throw problem(`was signed by ${identity}, not by ${bundled.identity}`)
  if (issuer !== bundled.issuer)
    throw problem(`was signed by an identity that ${issuer ?? 'nobody'} vouches for, not ${bundled.issuer}`)
  if (!(await isAbout(signed, bundled.file))) throw problem('is an attestation of other files')
}

/** Whether the bundle is about the file: its own signature was verified over it, an attestation lists its subjects. */
async function isAbout({ content }: Signed, file: string): Promise<boolean> {
  if (content === 'artifact') return true
  const sha256 = await hashFile(file, 'sha256')
  const sha512 = await hashFile(file, 'sha512')
  return content.subjects.some((digest) =>
    digest['sha256'] === undefined ? digest['sha512'] === sha512 : digest['sha256'] === sha256,
  )
}

/** Reads a trusted root; without a path that of the public good instance as this release of the suite knows it. Throws a {@link UserError}. */
export async function readRoot(
  file: string | undefined,
  host: Host,
  from = 'source.sigstore.trusted-root',
): Promise<TrustedRoot> {
  const { TrustedRoot: roots } = await import('@sigstore/protobuf-specs')
  const path = file ?? join(host.directories.suite, 'dist', 'source', 'trusted-root.json')
  try {
    return roots.fromJSON(JSON.parse(await readFile(path, 'utf8')))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UserError(`${path} is no Sigstore trusted root (${reason}); correct ${from}.`, {
      cause: error,
    })
  }
}
