import { climbs, isAbsolute } from '../host/archive-path.js'

/** A member of a package's archive, or a line of an rpm's file list. */
export interface PackageMember {
  /** As the archive writes it: `./usr/bin/runc`. */
  readonly name: string
  readonly type: 'file' | 'folder' | 'symlink' | 'hardlink' | 'pipe' | 'device' | 'unknown'
  /** What a link names. */
  readonly target?: string
}

/** A package with the members that end up in a root together with those of others. */
export interface Contents {
  /** How a person knows it, for example its file name. */
  readonly name: string
  readonly members: readonly PackageMember[]
}

/** Links by path: what is written below one goes where it leads. */
type Links = ReadonlyMap<string, string>

/** Where package managers write themselves, without caring whether a package has put a link there. */
const ownFolders = ['var/lib/dpkg', 'var/lib/rpm', 'usr/lib/sysimage/rpm']

/** More links on one way than Linux follows (path_resolution(7)). */
const mostLinks = 40

/**
 * Finds what would be written outside of the root into which these packages are unpacked one after the other, and
 * says it in a sentence; undefined when all of it stays inside. A link may lead anywhere, as `/etc/mtab` does; but
 * nothing may lie below one that leads out, in the same package or in another.
 */
export function findEscape(packages: readonly Contents[]): string | undefined {
  const links = collectLinks(packages.flatMap(({ members }) => members))
  for (const { name, members } of packages) {
    for (const member of members) {
      const reason = objection(member, links)
      if (reason !== undefined) return `${name} has a member ${JSON.stringify(member.name.slice(0, 200))} ${reason}`
    }
  }
  return undefined
}

function objection({ name, type, target = '' }: PackageMember, links: Links): string | undefined {
  if (isAbsolute(name) || climbs(name)) return 'that leads out of the root'
  if (type === 'device' || type === 'unknown') return type === 'device' ? 'that is a device' : 'of an unknown kind'
  const path = split(name)
  if (leadsOut(path.slice(0, -1), links)) return 'below a link that leads out of the root'
  // A folder where a link is already is taken for the folder that the link leads to.
  if (type === 'folder' && leadsOut(path, links)) return 'that is a folder and elsewhere a link out of the root'
  if (type === 'hardlink' && (isAbsolute(target) || climbs(target) || leadsOut(split(target).slice(0, -1), links)))
    return `that is a hard link out of the root, to ${JSON.stringify(target)}`
  const isOwn = ownFolders.some((folder) => path.join('/').startsWith(`${folder}/`))
  if (isOwn && leadsOut(path, links)) return "that is a link out of the root among the package manager's own files"
  return undefined
}

function collectLinks(members: readonly PackageMember[]): Links {
  const links = new Map<string, string>()
  for (const { name, type, target } of members) if (type === 'symlink') links.set(split(name).join('/'), target ?? '')
  // A hard link to a link is a link too, and one to that.
  for (let before = -1; before < links.size;) {
    before = links.size
    for (const { name, type, target = '' } of members) {
      const first = type === 'hardlink' ? links.get(split(target).join('/')) : undefined
      if (first !== undefined) links.set(split(name).join('/'), first)
    }
  }
  return links
}

/** Whether a path that follows these links, as the kernel does, ends or passes outside of where it starts. */
function leadsOut(path: readonly string[], links: Links): boolean {
  const pending = [...path]
  const reached: string[] = []
  for (let followed = 0; pending.length > 0;) {
    const part = pending.shift() ?? ''
    if (part === '..' && reached.pop() === undefined) return true
    if (part === '..') continue
    const target = links.get([...reached, part].join('/'))
    if (target === undefined) reached.push(part)
    else if (isAbsolute(target) || ++followed > mostLinks) return true
    else pending.unshift(...split(target))
  }
  return false
}

function split(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.')
}
