import { instanceInput, planInputs, pollInterval, requestTimeout } from '../declaration/common.js'
import { choice, duration, integer, text } from '../declaration/input.js'
import { operation, output, showOutput } from '../declaration/operation.js'
import { UserError, WorkError } from '../error.js'
import { writeInstant } from '../instant.js'
import { describeAge, judgeByAge, listHeldVersions } from '../obs/cleaning.js'
import { keepNeeded } from '../obs/dependence.js'
import { readInventory, type ReleasedContainer, type ReleasePlace } from '../obs/inventory.js'
import { openOsc } from '../obs/osc.js'
import { objectToReplacement } from '../obs/replacement.js'
import { withdrawContainers } from '../obs/withdrawal.js'
import type { Plan } from '../plan/plan.js'
import { resolvePlan } from '../project/planning.js'
import { readRows } from '../project/row-file.js'
import { renderCleaning, type CleaningRow, type ForeignRow } from '../report/cleaning-table.js'
import { readCheckRows } from '../report/rows.js'

/** A container that was withdrawn, as outputs have it. */
interface RemovedRow {
  readonly package: string
  readonly version: string
  readonly container: string
  readonly srcmd5: string
  readonly files: readonly string[]
}

/** Withdraws old versions. */
export const obsClean = operation({
  name: 'obs-clean',
  summary: 'Withdraw old versions of a channel from its publish project, once the newest one is verified.',
  inputs: {
    ...planInputs,
    ...instanceInput,
    ...requestTimeout,
    mode: choice(['check', 'apply'], {
      default: 'check',
      description: 'check only says what would go and what stays, and why; apply withdraws it.',
    }),
    keep: integer({
      default: '0',
      description: 'Keep the newest so many versions of each package; 0 says nothing of their number. The newest stays always.',
    }),
    'younger-than': duration('0', {
      description:
        'Keep versions released within this time, such as 14d; 0 says nothing of their age. With keep, either keeps one.',
    }),
    report: text({
      description:
        'The proof that the newest version is sound, without which nothing is withdrawn: the output `report` of verify-repo, the path of a file with it, or artifact:NAME with * for several.',
    }),
    'allow-channel': text({
      description:
        'The name of the channel, when it is one that takes releases, such as stable: nothing is withdrawn from such a channel unless it is named here.',
    }),
    timeout: duration('1h', { description: 'Give up when OBS has not published the repositories without them after this time.' }),
    'poll-interval': pollInterval,
  },
  outputs: {
    removed: output<readonly RemovedRow[]>(
      'What this run withdrew, as JSON: package, version, container, srcmd5, files (repository/architecture/file). The sources stay in the build project.',
    ),
    versions: output<readonly CleaningRow[]>(
      'A row for each version, as JSON: package, version, containers, released (its time), goes, and the reason.',
    ),
    foreign: output<readonly ForeignRow[]>('What the suite did not release and is left alone, as JSON: name, reason.'),
    mode: output<'check' | 'apply'>('The mode it ran in.'),
    objection: output('What speaks against withdrawing anything now; empty when nothing does.'),
  },
  resumption: 'what was withdrawn is gone, and the same command withdraws the rest',
  async run({ inputs, host, set }) {
    const { mode, keep, 'younger-than': youngerThan, timeout, 'poll-interval': interval } = inputs
    if (keep === 0 && youngerThan === 0)
      throw new UserError('Inputs `keep` and `younger-than` are both missing: say how many versions stay, or for how long.')
    const plan = await resolvePlan(inputs, host)
    const place = placeOf(plan, inputs['allow-channel'])
    const packages = plan.packages.map(({ name }) => name)
    const osc = openOsc(host, { apiurl: plan.apiurl, timeout: inputs['request-timeout'] })
    const { released, foreign } = await readInventory(place, osc)
    for (const { name, reason } of foreign) host.log.info(`${place.publishProject}/${name} is left alone: ${reason}`)
    const rule = { keep, youngerThan, now: host.clock.now(), packages }
    const aged = judgeByAge(listHeldVersions(released), rule)
    const verdicts = await keepNeeded(place.publishProject, aged, foreign, osc)
    const versions = verdicts.map(({ package: name, version, containers, time, goes, reason }) => ({
      ...{ package: name, version, containers: containers.map((each) => each.name) },
      ...{ released: writeInstant(time), goes, reason },
    }))
    set({ mode, versions, foreign: foreign.map(({ name, reason }) => ({ name, reason })), removed: [] })
    const rows = await readRows('report', inputs.report, readCheckRows, host)
    const objection = objectToReplacement(verdicts, rows)
    set({ objection: objection ?? '' })
    if (mode === 'check') {
      if (objection !== undefined) host.log.info(`with mode apply nothing would be withdrawn: ${objection}`)
      return
    }
    if (objection !== undefined)
      throw new WorkError(
        `Nothing was withdrawn from ${place.publishProject}, because ${objection}; verify what is published and give its report by the input \`report\`.`,
      )
    const containers = verdicts.flatMap((each) => (each.goes ? each.containers : []))
    const reason = `obs-publish obs-clean keeps ${describeRule(keep, youngerThan)}`
    await withdrawContainers({ ...place, containers, reason, timeout, interval }, osc, host, (gone) =>
      set({ removed: gone.map(describeRemoved) }),
    )
  },
  report: (outputs, problems) => renderCleaning({ ...outputs, objection: showOutput(outputs.objection) }, problems),
})

/** The projects of a plan, if they may be cleaned. Throws a {@link UserError}. */
function placeOf(plan: Plan, allowed: string | undefined): ReleasePlace {
  const { buildProject, publishProject, siblings, channel, admits, pullRequest } = plan
  if (pullRequest !== undefined)
    throw new UserError(`The plan is of pull request ${pullRequest}, which publishes nothing; make one without it.`)
  if (publishProject === undefined)
    throw new UserError(`${buildProject} publishes itself, so it holds one version of each package and nothing is to be cleaned.`)
  if (allowed !== undefined && allowed !== channel)
    throw new UserError(`Input \`allow-channel\` is ${allowed}, and the plan is of ${channel}; name the channel that is meant.`)
  if (admits.kinds.includes('release') && allowed === undefined)
    throw new UserError(
      `Channel ${channel} takes releases, which users expect to stay; nothing is withdrawn from it unless the input \`allow-channel\` is ${channel}.`,
    )
  return { buildProject, publishProject, siblings }
}

function describeRule(keep: number, youngerThan: number): string {
  const words = [
    keep > 0 && `the newest ${keep} ${keep === 1 ? 'version' : 'versions'}`,
    youngerThan > 0 && `versions younger than ${describeAge(youngerThan)}`,
  ]
  return words.filter((each) => each !== false).join(' and ')
}

function describeRemoved({ package: name, version, name: container, srcmd5, files }: ReleasedContainer): RemovedRow {
  const paths = files.map(({ repository, architecture, file }) => `${repository}/${architecture}/${file}`)
  return { package: name, version, container, srcmd5, files: paths }
}
