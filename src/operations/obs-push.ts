import { join, resolve } from 'node:path'
import { path, text } from '../declaration/input.js'
import { operation } from '../declaration/operation.js'
import { exists } from '../host/file.js'
import type { Host } from '../host/host.js'
import { openOsc, type Osc } from '../obs/osc.js'
import { pushPackage, type Revision } from '../obs/push.js'
import { artifactInput, targetInputs } from '../declaration/common.js'
import { renderTable } from '../report/table.js'
import { resolveTarget, type Target } from '../project/planning.js'

export const messageInput = text({ description: 'The commit message. Default: names the version.' })

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
    artifact: artifactInput(
      'Download the source directories from the artifacts of this name first; * stands for any characters.',
    ),
  },
  outputs: { revisions: 'By package, as JSON: rev, srcmd5, and whether this run changed it.' },
  async run({ inputs, host, set }) {
    const sources = resolve(host.directories.work, inputs.sources)
    if (inputs.artifact !== undefined) await host.artifacts.download(inputs.artifact, sources)
    await pushSources(await resolveTarget(inputs, host), sources, inputs.message, openOsc(host), host, (revisions) =>
      set({ revisions: byPackage(revisions) }),
    )
  },
  report: (outputs) => {
    const revisions = Object.entries((outputs.revisions ?? {}) as ReturnType<typeof byPackage>) // run set it
    const rows = revisions.map(([name, { rev, srcmd5, changed }]) => [name, rev, srcmd5, changed ? 'new' : 'unchanged'])
    return ['### Sources on OBS', '', renderTable(['Package', 'Revision', 'Source MD5', ''], rows)].join('\n')
  },
})

/** Pushes every package of a target, telling the revisions after each. */
export async function pushSources(
  target: Target,
  sources: string,
  message: string | undefined,
  osc: Osc,
  host: Host,
  tell: (revisions: readonly Revision[]) => void,
): Promise<readonly Revision[]> {
  const revisions: Revision[] = []
  for (const name of target.packages) {
    const own = join(sources, name)
    const folder = target.packages.length === 1 && !(await exists(own)) ? sources : own
    const version = target.planned?.plan.version.upstream
    const revision = await pushPackage(
      target.project,
      name,
      folder,
      message ?? (version ? `Update to ${version}` : 'Update'),
      osc,
      host,
      target.planned?.plan.publishProject,
    )
    host.log.info(describe(target.project, revision))
    revisions.push(revision)
    tell(revisions)
  }
  return revisions
}

function describe(project: string, { package: name, rev, changed, container }: Revision): string {
  if (container !== undefined) return `${name}: these sources are released already, as ${container}`
  return `${project}/${name}: revision ${rev} ${changed ? 'is new' : 'has these sources already'}`
}

/** The revisions as the output writes them. */
export function byPackage(revisions: readonly Revision[]): Record<string, Omit<Revision, 'package'>> {
  return Object.fromEntries(revisions.map(({ package: name, ...rest }) => [name, rest]))
}
