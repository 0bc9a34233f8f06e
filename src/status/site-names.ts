import { namePlace } from './line-place.js'
import type { LineStatus, Status } from './site-status.js'

/** Where the pages of a line lie below the site. */
export interface LineNames {
  readonly folder: string
  /** The file of a version, beside the index of the line. */
  readonly versions: ReadonlyMap<string, string>
}

/** A folder for every line and a file for every version of it, unlike one another whatever they are called. */
export function nameLines({ lines }: Status): ReadonlyMap<LineStatus, LineNames> {
  const folders = new Set<string>()
  return new Map(
    lines.map((line) => {
      const taken = new Set(['index'])
      const versions = new Map(line.versions.map(({ version }) => [version, `${choose(version, taken)}.html`]))
      return [line, { folder: choose(namePlace(line), folders), versions }]
    }),
  )
}

function choose(name: string, taken: Set<string>): string {
  const plain =
    name
      .toLowerCase()
      .replace(/[^a-z0-9.~]+/g, '-')
      .replace(/^[.-]+|-+$/g, '')
      .slice(0, 100) || 'repository'
  let chosen = plain
  for (let number = 2; taken.has(chosen); number++) chosen = `${plain}-${number}`
  taken.add(chosen)
  return chosen
}
