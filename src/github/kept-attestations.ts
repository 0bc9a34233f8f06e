import * as v from 'valibot'
import { ServiceError } from '../error.js'
import type { Host } from '../host/host.js'
import { openApi, type Place } from './github-api.js'
import type { Refusal } from './github-answer.js'

const shape = v.object({ attestations: v.array(v.object({ bundle: v.nullish(v.unknown()) })) })

/**
 * The Sigstore bundles that GitHub keeps of a file, each as JSON: whoever may attest in the repository has put them there
 * (docs.github.com/rest/repos/attestations). Errors as of {@link openApi}.
 * @param sha256 of the file, in hex
 */
export async function readAttestations(place: Place, sha256: string, host: Host): Promise<readonly string[]> {
  const { get } = openApi(place, host, explain)
  const url = `${place.api}/repos/${place.repository}/attestations/sha256:${sha256}?per_page=100`
  try {
    const { attestations } = await get(url, shape)
    return attestations.flatMap(({ bundle }) => (bundle === undefined || bundle === null ? [] : [JSON.stringify(bundle)]))
  } catch (error) {
    // So it says that there are none.
    if (error instanceof ServiceError && error.status === 404) return []
    throw error
  }
}

function explain({ status, said, repository }: Refusal): string | undefined {
  if (status !== 403) return undefined
  return `GitHub does not show the token the attestations of ${repository} ${said}: grant the job \`permissions: { attestations: read }\`, or give a token with that right by the input \`token\`.`
}
