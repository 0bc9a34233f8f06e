import { posix } from 'node:path'
import { compact, type Notebook, type Surroundings, type Value } from './draft.js'
import { asList, asNumber, asRecord, asText } from './foreign-value.js'
import { translate } from './placeholder-translation.js'

/** What a package of nfpm's has on the disk, as `files` and the keys that stand for some of them. */
export interface ImportedContents {
  readonly files: Record<string, Value>
  /** Templates of the folders that programs come from, with the paths that they are installed at. */
  readonly folders: ReadonlyMap<string, readonly string[]>
  readonly license?: string | undefined
  readonly readme?: string | undefined
}

const ours = ['deb', 'rpm']
const programFolders = /\/(?:s?bin|libexec(?:\/[^/]+)*)\/[^/]*$/

/**
 * Reads `contents` of nfpm's, of its own and of one format each.
 * @param lists the contents of all formats, or those that a format has in their place
 */
export async function importContents(
  lists: readonly { readonly contents: unknown; readonly format?: string | undefined }[],
  around: Surroundings,
  notebook: Notebook,
): Promise<ImportedContents> {
  const files: Record<string, Value> = {}
  const folders = new Map<string, string[]>()
  const texts: { license?: string; readme?: string } = {}
  for (const { contents, format } of lists)
    for (const content of asList(contents)) {
      const entry = asRecord(content)
      const packager = asText(entry['packager'])
      if (packager !== undefined && !ours.includes(packager)) continue
      await importContent(entry, packager ?? format)
    }
  return { files, folders, ...texts }

  async function importContent(entry: Readonly<Record<string, unknown>>, format: string | undefined) {
    const note = (text: string) => notebook.note(['files', installed], text)
    const type = asText(entry['type']) ?? ''
    const target = translate(asText(entry['dst']) ?? '', around)
    const { text: src, unknown } = translate((asText(entry['src']) ?? '').replace(/^\.\//, ''), around)
    const isSeveral = /[*?{[]/.test(src.replace(/\{\w+\}/g, '')) && type !== 'symlink'
    const installed = toUnitFolder(posix.join('/', target.text, isSeveral && !target.text.endsWith('/') ? '/' : ''))
    if (unknown.length + target.unknown.length > 0)
      note(`${[...unknown, ...target.unknown].join(', ')} had no value when this was written: put the path in.`)
    if (type === 'license' || type === 'licence') {
      texts.license = src
      return
    }
    if (type === 'readme') {
      texts.readme = src
      return
    }
    const info = asRecord(entry['file_info'])
    if (info['mtime'] !== undefined)
      note('mtime was left out: files carry the time of the release, so that packages are reproducible.')
    if (info['lang'] !== undefined) note('lang was left out.')
    if (entry['disown_subtree'] !== undefined) note('disown_subtree was left out: directories below belong to the package.')
    if (type.includes('missingok')) note('missingok was left out: rpm -V will miss the file when it is deleted.')
    if (type === 'config') note('nfpm let an upgrade of the rpm replace it; config keeps what the administrator changed.')
    const mode = asNumber(info['mode'])
    const shared = {
      mode: mode === undefined ? undefined : (mode & 0o7777).toString(8).padStart(4, '0'),
      owner: nonRoot(asText(info['owner'])),
      group: nonRoot(asText(info['group'])),
      config: type.startsWith('config') ? true : undefined,
      formats: format === undefined ? undefined : [format],
    }
    const value = await describe(type, src, installed, shared, isSeveral)
    const file = compact({ ...shared, ...value, mode: value['mode'] ?? shared.mode })
    files[installed] = joinFormats(files[installed], file)
  }

  async function describe(
    type: string,
    src: string,
    installed: string,
    { mode }: { readonly mode: string | undefined },
    isSeveral: boolean,
  ): Promise<Record<string, Value | undefined>> {
    if (type === 'symlink') return { link: src }
    if (type === 'ghost') return { ghost: true }
    if (type === 'dir') return { directory: true }
    const look = await around.look(src)
    const isProgram = look.kind === 'file' ? look.isProgram : look.kind === 'absent' && programFolders.test(installed)
    // What is built has a source; a file beside the config has one name.
    if (isProgram || /\{\w+\}/.test(src)) {
      const name = posix.basename(src)
      // The folder of a source may be the path of the file itself.
      const [folder, wanted] = name.includes('{') ? [src, posix.basename(installed)] : [posix.dirname(src), name]
      folders.set(folder, [...(folders.get(folder) ?? []), installed])
      return { [isProgram || programFolders.test(installed) ? 'binary' : 'member']: wanted }
    }
    if (look.kind === 'absent' && !isSeveral)
      notebook.note(['files', installed], `${src} was not there when this was written: it must be when packages are built.`)
    const isExecutable = look.kind === 'file' && look.isExecutable && mode === undefined
    return { file: type.endsWith('tree') ? src.replace(/\/+$/, '') : src, mode: isExecutable ? '0755' : undefined }
  }
}

function nonRoot(name: string | undefined): string | undefined {
  return name === 'root' ? undefined : name
}

/** What formats have alike at a path they have together; what they have otherwise is a list of both. */
function joinFormats(before: Value | undefined, file: Record<string, Value>): Value {
  if (before === undefined) return file
  const all: readonly Value[] = isList(before) ? before : [before]
  const shared = all.findIndex((each) => isSame(each, file))
  if (shared < 0) return [...all, file]
  const joined = all.map((each, index) => (index === shared ? compact({ ...file, formats: undefined }) : each))
  return joined.length === 1 ? (joined[0] ?? file) : joined
}

/** Whether a value is a list; Array.isArray does not tell for one that cannot be changed. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value)
}

/** Whether two files differ in nothing but the format that they are for. */
function isSame(one: Value, other: Value): boolean {
  const { formats: first, ...left } = asRecord(one)
  const { formats: second, ...right } = asRecord(other)
  return JSON.stringify(left) === JSON.stringify(right) && JSON.stringify(first) !== JSON.stringify(second)
}

/** The folder of systemd's units differs from format to format. */
export function toUnitFolder(path: string): string {
  return path.replace(/^(?:\/usr)?\/lib\/systemd\/system\//, '{unitdir}/')
}
