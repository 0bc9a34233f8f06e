import { resolve } from 'node:path'
import { artifactInput, targetInputs } from '../declaration/common.js'
import { choice, path, text } from '../declaration/input.js'
import { operation, output } from '../declaration/operation.js'
import { openOsc } from '../obs/osc.js'
import { pushSources, type Revision } from '../obs/push.js'
import { resolveTarget } from '../obs/target.js'
import { resolvePlan } from '../project/planning.js'
import { count } from '../plural.js'
import { renderTable } from '../report/table.js'

export const messageInput = text({ description: 'The commit message. Default: names the version.' })

/** Revisions by package, as outputs have them. */
export type RevisionsByPackage = Readonly<Record<string, Omit<Revision, 'package'>>>

export const revisionsOutput = output<RevisionsByPackage>('By package, as JSON: rev, srcmd5, and whether this run changed it.')

/** Commits source directories. */
export const obsPush = operation({
  name: 'obs-push',
  summary: 'Commit the source directories to OBS, one revision for each package that changed.',
  inputs: {
    ...targetInputs,
    sources: path({
      default: 'obs-sources',
      description: 'The folder with a source directory for each package; for one package also the directory itself.',
    }),
    message: messageInput,
    mode: choice(['replace', 'update'], {
      default: 'replace',
      description: 'What becomes of files on OBS that the source directory has not: replace removes them, update keeps them.',
    }),
    artifact: artifactInput(
      'Download the source directories from the artifacts of this name first; * stands for any characters.',
    ),
  },
  outputs: { revisions: revisionsOutput },
  resumption: 'a package is on OBS whole or not, and the same command sends the others',
  async run({ inputs, host, set }) {
    const sources = resolve(host.directories.work, inputs.sources)
    if (inputs.artifact !== undefined) await host.artifacts.download(inputs.artifact, sources)
    const target = await resolveTarget(inputs, () => resolvePlan(inputs, host))
    const { message, mode } = inputs
    await pushSources(
      target,
      { sources, message, mode },
      openOsc(host, { apiurl: target.apiurl, timeout: inputs['request-timeout'] }),
      host,
      (revisions) => set({ revisions: byPackage(revisions) }),
    )
  },
  report: ({ revisions = {} }) => {
    const rows = Object.entries(revisions).map(([name, { rev, srcmd5, changed }]) => [
      name,
      rev,
      srcmd5,
      changed ? 'new' : 'unchanged',
    ])
    const news = rows.filter(([, , , state]) => state === 'new').length
    const title =
      news === 0 ? 'OBS has these sources already' : `New sources of ${news} of ${count(rows.length, 'package')} on OBS`
    return [`### ${title}`, '', renderTable(['Package', 'Revision', 'Source MD5', ''], rows)].join('\n')
  },
})

/** The revisions as the output writes them. */
export function byPackage(revisions: readonly Revision[]): RevisionsByPackage {
  return Object.fromEntries(revisions.map(({ package: name, ...rest }) => [name, rest]))
}
