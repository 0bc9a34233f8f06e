import { posix } from 'node:path'
import { isGlob, matcher, readTree, type TreePattern } from '../glob.js'
import type { Listing, Member } from './listing.js'
import { judgeName, leadsOut, leftOut } from './tree-walk.js'

/** A regular file of an archive that was asked for, under the name it was asked for by. */
export interface Selected {
  /** Its name after stripping; that of the link when a link led to it. */
  readonly name: string
  readonly member: Member
  /** What is kept of a tree beside its files. */
  readonly type?: 'link' | 'folder' | undefined
}

/**
 * The files that a name or pattern means in an archive whose paths lose so many leading parts; links are followed
 * within the archive. A string is what is wrong, to stand after the archive's name.
 */
export function selectMembers(listing: Listing, strip: number, wanted: string): readonly Selected[] | string {
  const tree = readTree(wanted)
  if (tree !== undefined) return selectTree(listing, strip, wanted, tree)
  const matches = matcher(posix.normalize(wanted))
  const folder = isGlob(wanted) ? listFolders(listing, strip).find((name) => matches(name)) : undefined
  if (folder !== undefined) return leftOut(folder, wanted)
  const found = [...listing.values()]
    .map((member) => ({ name: stripped(member.path, strip), member }))
    .filter(({ name, member }) => name !== '' && member.type !== 'folder' && matches(name))
    .sort((left, right) => (left.name < right.name ? -1 : 1))
  const twice = found.find(({ name }, index) => name === found[index + 1]?.name)
  if (twice) return `has several members ${twice.name} once ${strip} leading folders are dropped`
  const selected: Selected[] = []
  for (const { name, member } of found) {
    const file = follow(listing, member)
    if (file === undefined) return `has ${member.path} as a link to ${member.target ?? 'nothing'}, and no such file`
    selected.push({ name, member: file })
  }
  if (selected.length > 0) return selected
  const near = nearNames(listing, strip, wanted)
  return `has no ${wanted}${strip > 0 ? ` once ${strip} leading folders are dropped` : ''}; it has ${near}`
}

/** Every folder of an archive, of which some have no member of their own. */
function listFolders(listing: Listing, strip: number): string[] {
  const found = new Set<string>()
  for (const { path, type } of listing.values()) {
    const name = stripped(path, strip)
    for (const prefix of prefixes(name).slice(0, type === 'folder' ? undefined : -1)) found.add(prefix)
  }
  return [...found].filter((name) => name !== '' && name !== '.').sort()
}

/** The files, links and folders below a folder of an archive. */
function selectTree(listing: Listing, strip: number, wanted: string, { base, last }: TreePattern): readonly Selected[] | string {
  const matches = matcher(wanted)
  const prefix = base === '' ? '' : `${base}/`
  const selected: Selected[] = []
  for (const member of listing.values()) {
    const name = stripped(member.path, strip)
    if (name === '' || name === '.' || !matches(name)) continue
    const problem = judgeName(name)
    if (problem !== undefined) return problem
    if (member.type === 'folder') {
      if (last === '*') selected.push({ name, member, type: 'folder' })
    } else if (member.type === 'symlink') {
      if (leadsOut(name.slice(prefix.length), member.target ?? ''))
        return `has ${name} as a link to ${member.target}, which leads out of ${base || 'it'}`
      selected.push({ name, member, type: 'link' })
    } else {
      const file = follow(listing, member)
      if (file === undefined) return `has ${member.path} as a link to ${member.target ?? 'nothing'}, and no such file`
      selected.push({ name, member: { ...file, mode: member.type === 'hardlink' ? file.mode : member.mode } })
    }
  }
  if (selected.length > 0) return selected.sort((left, right) => (left.name < right.name ? -1 : 1))
  return `has no ${wanted}${strip > 0 ? ` once ${strip} leading folders are dropped` : ''}; it has ${nearNames(listing, strip, base)}`
}

function stripped(path: string, strip: number): string {
  return path.split('/').slice(strip).join('/')
}

/** Follows links to a regular file, those of folders on the way included; undefined when there is none. */
function follow(listing: Listing, member: Member): Member | undefined {
  let path = member.path
  for (let hops = 0; hops < 40; hops++) {
    const link = prefixes(path)
      .map((prefix) => listing.get(prefix))
      .find((found) => found?.type === 'symlink' || found?.type === 'hardlink')
    if (link === undefined) break
    const base = link.type === 'symlink' ? posix.dirname(link.path) : '.'
    path = posix.join(base, link.target ?? '', path.slice(link.path.length))
  }
  const found = listing.get(path)
  return found?.type === 'file' ? found : undefined
}

function prefixes(path: string): string[] {
  const parts = path.split('/')
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
}

/** Names that may have been meant: of the same last part, or else of a similar one, or else the first. */
function nearNames(listing: Listing, strip: number, wanted: string): string {
  const base = posix.basename(wanted).replace(/[*?]/g, '')
  const paths = [...listing.values()].filter(({ type }) => type !== 'folder').map(({ path }) => path)
  const same = paths.filter((path) => posix.basename(path) === base)
  const similar = paths.filter((path) => posix.basename(path).includes(base) || base.includes(posix.basename(path)))
  const best = same.length > 0 ? same : base !== '' && similar.length > 0 ? similar : paths
  const shown = best.slice(0, 8).map((path) => stripped(path, strip) || `${path} (dropped altogether)`)
  return shown.length === 0 ? 'no files' : `${shown.join(', ')}${best.length > shown.length ? ' and more' : ''}`
}
