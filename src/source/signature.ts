import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseLocation, UserError } from '../error.js'
import type { Host } from '../host/host.js'
import type { SmallAddress } from '../plan/plan.js'
import { openAddress, type Address, type Origin, type ReadSmall } from './address.js'
import { verifyDetached } from './openpgp.js'
import { verifyBundle } from './sigstore.js'

/** A file of a source, and the checksum file, when there is one. */
export interface Signed {
  readonly file: string
  readonly address: Address
  readonly sums: SmallAddress | undefined
}

/** Verifies every signature that a source demands. Throws a WorkError for one that does not hold. */
export async function verifySignatures(origin: Origin, signed: Signed, read: ReadSmall, host: Host): Promise<void> {
  const { signature, sigstore } = origin.source
  const { file, address, sums } = signed
  if (signature !== undefined) {
    const keys = signature.keys.map((key) => openAddress(key).location)
    const detached = await read(signature.address, origin)
    if (signature.signs === 'file') {
      await verifyDetached({ file, shown: address.shown, signature: detached, keys }, host)
    } else {
      const checksums = sums ?? withoutSums(origin)
      const content = await read(checksums, origin)
      await withFile(content, host, (path) =>
        verifyDetached({ file: path, shown: openAddress(checksums).shown, signature: detached, keys }, host),
      )
    }
  }
  if (sigstore !== undefined) {
    const bundle = (await read(sigstore.address, origin)).toString('utf8')
    const trustedRoot = sigstore.root && openAddress(sigstore.root).location
    const { identity, issuer } = sigstore
    await verifyBundle({ file, shown: address.shown, bundle, identity, issuer, trustedRoot }, host)
  }
}

function withoutSums({ package: pkg, source }: Origin): never {
  const message = `packages.${pkg}.source.signature signs checksums, and the source names no checksum file; set sha256 or sha512 to one.`
  throw new UserError([{ message, at: parseLocation(source.at) }])
}

async function withFile(content: Buffer, host: Host, task: (path: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(host.directories.temp, 'signed-'))
  try {
    const path = join(folder, 'checksums')
    await writeFile(path, content)
    await task(path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
