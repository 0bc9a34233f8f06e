import { resolve } from 'node:path'
import { UserError } from '../error.js'
import { readAttestations } from '../github/kept-attestations.js'
import { readPlace } from '../github/place.js'
import type { Host } from '../host/host.js'
import { readRoot } from '../source/sigstore.js'
import { statementTypes, type Demand, type StatementKind } from './attestation-check.js'
import { readBundles } from './bundle-folder.js'

/** What a user says of the statements that packages must have. */
export interface DemandInputs {
  readonly attestations: readonly string[]
  readonly bundles: string | undefined
  readonly 'signer-workflow': string
  readonly 'signer-repository': string | undefined
  readonly 'trusted-root': string | undefined
  readonly token: string | undefined
}

/** The demand that inputs mean; undefined for none. Throws a {@link UserError} with everything that is wrong. */
export async function readDemand(inputs: DemandInputs, host: Host): Promise<Demand | undefined> {
  const { attestations, bundles, 'signer-workflow': workflow, 'signer-repository': given } = inputs
  if (attestations.length === 0) return undefined
  const kinds = attestations.filter(isKind)
  const unknown = attestations.filter((name) => !isKind(name))
  const repository = given ?? host.env['GITHUB_REPOSITORY']
  const { place, problems } = readPlace({ repository, token: inputs.token }, 'attestations: read', host)
  const own = [
    unknown.length > 0 &&
      `Input \`attestations\` has ${unknown.join(', ')}; known are ${Object.keys(statementTypes).join(', ')}.`,
    !/^[\w.-]+\/[\w.-]+\/\.github\/workflows\/[\w.-]+\.ya?ml(?:@\S+)?$/.test(workflow) &&
      `Input \`signer-workflow\` must be owner/name/.github/workflows/file.yml, perhaps with @ and a ref, not ${JSON.stringify(workflow)}.`,
    // A folder needs no token, and the repository is told of by this input.
    ...problems
      .filter((problem) => bundles === undefined || !problem.startsWith('Input `token`'))
      .map((problem) => problem.replace('Input `repository`', 'Input `signer-repository`')),
  ].filter((problem) => problem !== false)
  if (own.length > 0) throw new UserError(own.map((message) => ({ message })))
  const file = inputs['trusted-root']
  const root = await readRoot(file && resolve(host.directories.work, file), host, 'the input `trusted-root`')
  const kept = bundles === undefined ? undefined : await readBundles(resolve(host.directories.work, bundles))
  const server = (host.env['GITHUB_SERVER_URL'] || 'https://github.com').replace(/\/+$/, '')
  const find = kept === undefined ? (sha256: string) => readAttestations(place, sha256, host) : () => Promise.resolve(kept)
  return { kinds, workflow, repository: place.repository, server, root, find }
}

function isKind(name: string): name is StatementKind {
  return Object.hasOwn(statementTypes, name)
}
