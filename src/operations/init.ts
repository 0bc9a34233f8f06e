import { dirname, relative, resolve } from 'node:path'
import { boolean, path } from '../declaration/input.js'
import { operation, output, showOutput } from '../declaration/operation.js'
import { UserError, WorkError } from '../error.js'
import { exists, readNamedFile, writeWhole } from '../host/file.js'
import type { Host } from '../host/host.js'
import { writeConfigText } from '../import/config-text.js'
import type { Draft, DraftPackage } from '../import/draft.js'
import { findOrigin, importPackages } from '../import/import.js'
import { loadConfig } from '../project/config-file.js'
import { renderTable } from '../report/table.js'

/** What could not be carried over into a new config. */
interface ImportNote {
  readonly package: string
  /** Keys below the package, with dots between them. */
  readonly where: string
  readonly note: string
}

/** Writes a first packages.yaml. */
export const init = operation({
  name: 'init',
  summary: 'Write a packages.yaml from what a project has: an nfpm.yaml, a .goreleaser.yaml, a spec, or a folder of programs.',
  inputs: {
    from: path({
      description:
        'What to read. Default: the one of these that lies in the working directory. Of a spec the macros are run, as rpmspec does.',
    }),
    output: path({ default: 'packages.yaml', description: 'The config to write; one that is there is never replaced.' }),
    check: boolean({ default: 'false', description: 'Write nothing, and tell how the config that is there differs.' }),
  },
  outputs: {
    config: output('The path of the config.'),
    next: output('The command that builds the packages for the first time.'),
    notes: output<readonly ImportNote[]>('A row for each thing that was not carried over, as JSON: package, where, note.'),
  },
  async run({ inputs, host, set }) {
    const { work } = host.directories
    const file = resolve(work, inputs.output)
    const origin = await findOrigin(inputs.from, host)
    const draft = await importPackages(origin, dirname(file), host)
    const text = writeConfigText(draft, relative(work, origin) || origin)
    set({ config: file, next: firstBuild(draft), notes: listNotes(draft.packages) })
    const before = (await exists(file)) ? (await readNamedFile(file)).toString('utf8') : undefined
    if (inputs.check) return compare(before, text, file)
    if (before !== undefined && before !== text)
      throw new UserError(
        `${file} is there already and is kept; \`--check true\` tells how it differs, or give another \`output\`.`,
      )
    await writeWhole(file, text)
    host.log.info(`${file} is written, from ${origin}.`)
    await requireSound(file, host)
  },
  report({ config, next, notes = [] }) {
    if (typeof config !== 'string') return '❌ Nothing was written.'
    const rows = notes.map(({ package: name, where, note }) => [name, where, note])
    const table = rows.length === 0 ? 'Everything was carried over.' : renderTable(['Package', 'Where', 'Not carried over'], rows)
    return [`### ${config}`, '', table, '', `Next: \`${showOutput(next)}\``].join('\n')
  },
})

function firstBuild({ binaries, newest = '1.0.0' }: Draft): string {
  return `obs-publish build-packages --version ${newest}${binaries === undefined ? '' : ` --binaries ${binaries}`}`
}

function listNotes(packages: readonly DraftPackage[]): readonly ImportNote[] {
  return packages.flatMap(({ name, remarks }) =>
    remarks.map(({ at, text }) => ({ package: name, where: at.join('.'), note: text })),
  )
}

async function compare(before: string | undefined, text: string, file: string): Promise<void> {
  if (before === text) return
  if (before === undefined) throw new WorkError(`There is no ${file} yet; without \`check\` it is written.`)
  const { createTwoFilesPatch } = await import('diff')
  const patch = createTwoFilesPatch(file, 'what init would write', before, text, '', '', { context: 2 })
  throw new WorkError(`${file} differs from what init would write:\n${patch.trim()}`)
}

/** What is written must be one that the other operations take. */
async function requireSound(file: string, host: Host): Promise<void> {
  try {
    await loadConfig(file, host)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    throw new UserError([{ message: `${file} is written, and has still to be corrected by hand:` }, ...error.problems])
  }
}
