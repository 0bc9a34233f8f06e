import { isUtf8 } from 'node:buffer'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import type { LoadedConfig } from '../config/config.js'
import type { ConfigDocument } from '../config/document.js'
import { UserError } from '../error.js'
import { exists, isFolder, readNamedFile } from '../host/file.js'
import type { Host } from '../host/host.js'
import { readTexts } from './config-text-file.js'

const standard = 'packages.yaml'
const deepest = 8

/** Reads a config, all it extends, and the scripts that it names. `name` is a path from the working directory or the name of a preset. */
export async function loadConfig(name: string | undefined, host: Host): Promise<LoadedConfig> {
  // Only here, because the schema costs every start of a command that needs none.
  const { extendedBy, readConfig } = await import('../config/config.js')
  const start = await find(name ?? standard, host.directories.work, host)
  const first = await readDocument(start, host)
  const files = [start]
  const documents: [ConfigDocument, ...ConfigDocument[]] = [first]
  for (let last = first; ;) {
    const next = extendedBy(last)
    if (next === undefined) return readTexts(readConfig(documents))
    const file = await find(next, last.folder, host, last)
    const circle = files.includes(file)
    if (circle || documents.length === deepest) {
      const message = circle ? `extends leads in a circle to ${file}.` : `extends leads through more than ${deepest} configs.`
      throw new UserError([{ message, at: last.locate(['extends'], 'value') ?? { file: last.file } }])
    }
    last = await readDocument(file, host)
    files.push(file)
    documents.push(last)
  }
}

async function find(name: string, folder: string, host: Host, from?: ConfigDocument): Promise<string> {
  const file = resolve(folder, name)
  const present = await exists(file)
  // A folder that is called as a preset is no config.
  if (present && !(await isFolder(file))) return file
  const preset = join(host.directories.suite, 'presets', name, standard)
  if (/^[\w-]+$/.test(name) && (await exists(preset))) return preset
  const at = from?.locate(['extends'], 'value')
  throw new UserError([
    {
      message: `${present ? `${file} is a folder and no config` : `There is no config ${file}`}; give its path by the input \`config\`, or a preset's name.`,
      ...(at ? { at } : {}),
    },
  ])
}

/** Paths are shown as the user knows them: relative to the working directory, or to the suite, where they lie below it. */
async function readDocument(file: string, host: Host): Promise<ConfigDocument> {
  const bytes = await readNamedFile(file)
  const { work, suite } = host.directories
  const shown = [work, suite].map((folder) => relative(folder, file)).find((path) => !path.startsWith('..') && !isAbsolute(path))
  if (!isUtf8(bytes)) throw new UserError([{ message: 'is not UTF-8 text.', at: { file } }])
  const { parseConfigDocument } = await import('../config/document.js')
  return parseConfigDocument(shown ?? file, new TextDecoder().decode(bytes), dirname(file))
}
