import type { Value } from './draft.js'
import type { Target } from './goreleaser-build.js'

/** Addresses by OBS architecture, as one template where Go's name of the machine is all that differs. */
export function writeAddresses(addresses: ReadonlyMap<string, string>, targets: readonly Target[]): Value {
  const templates = new Set(
    targets.map(({ obs, arch }) => {
      const address = addresses.get(obs) ?? ''
      const parts = address.split(arch)
      // Of a name that holds the machine's twice nobody knows which one is meant.
      return parts.length === 2 ? parts.join('{goarch}') : address
    }),
  )
  const [only] = templates
  return templates.size === 1 && only !== undefined ? only : Object.fromEntries(addresses)
}
