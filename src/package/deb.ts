import { stat } from 'node:fs/promises'
import type { Header } from 'tar-stream'
import { WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import { filterFromFile } from '../host/pipe.js'
import { formatSize } from '../host/measure.js'
import { readStanzas, type Stanza } from './deb822.js'
import { toObsArchitecture } from '../architecture.js'
import { isRelation, readDebRelations } from './deb-relation.js'
import type { FileType, PackageFile, PackageModel } from './package-model.js'
import { readPayload, type PayloadEntry, type PayloadLimits } from './package-payload.js'
import { readTar, toPath } from './package-tar.js'

/** Members of the control archive that only repeat what is read elsewhere. */
const repeating = ['control', 'conffiles', 'md5sums']
/** Fields of the control file that have a place of their own, or tell of the build. */
const elsewhere = ['package', 'version', 'architecture', 'description', 'homepage', 'installed-size', 'source']

/** Most bytes of a control archive; the largest are templates in many languages, of some hundred KiB. */
const mostControl = 16 * 1024 ** 2

/** Reads a deb by dpkg-deb. Throws a ToolError or WorkError for a damaged one. */
export async function readDeb(file: string, host: Host, limits?: PayloadLimits): Promise<Omit<PackageModel, 'file'>> {
  const hint = 'dpkg-deb is in the Debian package dpkg'
  // One field is enough to hear in dpkg's words what is wrong with the package, or that there is no dpkg.
  await host.exec('dpkg-deb', ['--field', file, 'Package'], { env: { LC_ALL: 'C.UTF-8' }, hint })
  const members = await readControl(file, host)
  const control = await readFields(members.get('control') ?? '')
  const payload = await readPayload('deb', file, host.env, limits)
  const name = requireField(control, 'package')
  const conffiles = readConffiles(members.get('conffiles') ?? '')
  return {
    format: 'deb',
    name,
    version: requireField(control, 'version'),
    architecture: toObsArchitecture('deb', requireField(control, 'architecture')),
    metadata: readMetadata(control),
    relations: readDebRelations(control, name),
    files: new Map([...payload].map(([path, entry]) => [path, toFile(entry, conffiles.get(path) ?? [])])),
    scripts: Object.fromEntries([...members].filter(([member]) => !repeating.includes(member))),
    size: { package: (await stat(file)).size, installed: Number(control.get('installed-size') ?? 0) * 1024 },
  }
}

/** The fields of a deb's control file. Throws a ToolError or WorkError for a damaged one. */
export async function readDebControl(file: string, host: Host): Promise<Stanza> {
  return readFields((await readControl(file, host)).get('control') ?? '')
}

/** The texts of the control archive by name. Throws a {@link WorkError} for one that is far too large. */
async function readControl(file: string, { env }: Host): Promise<ReadonlyMap<string, string>> {
  const members = new Map<string, string>()
  let size = 0
  const archive = async function* () {
    for await (const chunk of filterFromFile('dpkg-deb', ['--ctrl-tarfile', file], file, env)) {
      if ((size += chunk.length) > mostControl)
        throw new WorkError(`its control archive is larger than ${formatSize(mostControl)}`)
      yield chunk
    }
  }
  await readTar(archive(), async ({ name, type }, content) => {
    const chunks: Buffer[] = []
    for await (const chunk of content) chunks.push(chunk)
    if (type === 'file') members.set(toPath(name).slice(1), Buffer.concat(chunks).toString('utf8'))
  })
  return members
}

async function readFields(text: string): Promise<Stanza> {
  for await (const stanza of readStanzas(text.split('\n'))) return stanza
  throw new WorkError('its control file is empty')
}

function requireField(control: Stanza, name: string): string {
  const value = control.get(name)
  if (value === undefined) throw new WorkError(`its control file has no ${name}`)
  return value
}

function readMetadata(control: Stanza): Record<string, string> {
  const [summary = '', ...description] = (control.get('description') ?? '').split('\n')
  const others = [...control].filter(([field]) => !elsewhere.includes(field) && !isRelation(field))
  return {
    summary,
    description: description.map((line) => (line === '.' ? '' : line)).join('\n'),
    url: control.get('homepage') ?? '',
    ...Object.fromEntries(others),
  }
}

/** Paths with their marks; a line may start with a flag such as remove-on-upgrade (deb-conffiles(5)). */
function readConffiles(text: string): ReadonlyMap<string, readonly string[]> {
  const lines = text.split('\n').map((line) => line.trim())
  return new Map(
    lines
      .filter((line) => line !== '')
      .map((line) => {
        const [, flag, path = ''] = /^(?:([a-z-]+)\s+)?(.*)$/.exec(line) ?? []
        return [path, ['config', ...(flag === undefined ? [] : [flag])]]
      }),
  )
}

const types: Readonly<Record<Header['type'], FileType>> = {
  file: 'file',
  'contiguous-file': 'file',
  link: 'file',
  directory: 'directory',
  symlink: 'link',
  'block-device': 'device',
  'character-device': 'device',
  fifo: 'pipe',
}

function toFile({ header, sha256, head }: PayloadEntry, marks: readonly string[]): PackageFile {
  const type = types[header.type]
  return {
    type,
    mode: header.mode & 0o7777,
    owner: nameOwner(header.uname, header.uid),
    group: nameOwner(header.gname, header.gid),
    marks,
    size: type === 'file' ? header.size : 0,
    sha256,
    head,
    target: type === 'link' ? header.linkname : undefined,
  }
}

/** dpkg goes by the name when the archive has one (tarfn.c of dpkg), and root is 0 everywhere. */
function nameOwner(name: string, id: number): string {
  return name || (id === 0 ? 'root' : String(id))
}
