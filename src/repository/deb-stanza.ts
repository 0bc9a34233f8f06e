import { WorkError } from '../error.js'
import { cut } from './index-scan.js'
import type { ListedPackage, PackageEntry } from './published-repository.js'
import { isStrong, type ChecksumType, type Stated } from './stated.js'

const digestFields: Readonly<Record<string, ChecksumType>> = { md5sum: 'md5', sha1: 'sha1', sha256: 'sha256', sha512: 'sha512' }

const marks = {
  name: Buffer.from('Package: '),
  version: Buffer.from('\nVersion: '),
  architecture: Buffer.from('\nArchitecture: '),
}
const newline = 10

/** What tells an entry of Packages from others, without reading more of it; undefined when it is not written as usual. */
export function identifyStanza(entry: Buffer): ListedPackage | undefined {
  const [name, version, architecture] = [marks.name, marks.version, marks.architecture].map((mark) => cut(entry, mark, newline))
  if (name === undefined || version === undefined || architecture === undefined) return undefined
  return entry.indexOf(marks.name) === 0 ? { name, version, architecture } : undefined
}

/** Reads an entry of Packages. Throws a {@link WorkError} that names what is missing: apt would refuse the whole index. */
export function parseStanza(text: string): PackageEntry {
  const fields = parseStanzaFields(text)
  const name = fields.get('package')
  if (name === undefined || name === '') throw new WorkError('has an entry without the field Package')
  const require = (field: string) => {
    const value = fields.get(field.toLowerCase())
    if (value === undefined || value === '') throw new WorkError(`has an entry of ${name} without ${field}`)
    return value
  }
  return {
    name,
    version: require('Version'),
    architecture: require('Architecture'),
    path: require('Filename'),
    stated: readStated(name, fields, require('Size')),
    text,
  }
}

/** The fields of an entry by lower-case name, each on one line. Throws a {@link WorkError} for a line that is none. */
export function parseStanzaFields(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>()
  let field = ''
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue
    if (/^[ \t]/.test(line)) {
      fields.set(field, `${fields.get(field) ?? ''} ${line.trim()}`)
      continue
    }
    const colon = line.indexOf(':')
    if (colon < 1) throw new WorkError(`has an entry with the line ${JSON.stringify(line.slice(0, 100))}, which is no field`)
    field = line.slice(0, colon).toLowerCase()
    fields.set(field, line.slice(colon + 1).trim())
  }
  return fields
}

function readStated(name: string, fields: ReadonlyMap<string, string>, size: string): Stated {
  if (!/^\d+$/.test(size)) throw new WorkError(`has an entry of ${name} with the size ${JSON.stringify(size.slice(0, 40))}`)
  const digests: Partial<Record<ChecksumType, string>> = {}
  for (const [field, type] of Object.entries(digestFields)) {
    const digest = fields.get(field)
    if (digest !== undefined) digests[type] = digest.toLowerCase()
  }
  const stated = { size: Number(size), digests }
  if (!isStrong(stated)) throw new WorkError(`has an entry of ${name} without SHA256, by which apt goes`)
  return stated
}
