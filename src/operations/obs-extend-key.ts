import { instanceInput, planInputs, pollInterval, requestTimeout } from '../declaration/common.js'
import { relative } from 'node:path'
import { boolean, choice, duration, integer, text } from '../declaration/input.js'
import { operation, output, showOutput } from '../declaration/operation.js'
import { parseLocation, UserError } from '../error.js'
import { writeWhole } from '../host/file.js'
import type { Host } from '../host/host.js'
import { extendKey } from '../obs/key-extension.js'
import { nameOwner, requireKeyOf } from '../obs/key-info.js'
import { openOsc } from '../obs/osc.js'
import { republish } from '../obs/republication.js'
import type { Plan } from '../plan/plan.js'
import { resolvePlan } from '../project/planning.js'
import { renderTable } from '../report/table.js'
import { readBeside } from '../source/changelog-file.js'
import { describeKey, type PublicKey } from '../verify/public-key.js'
import { awaitServedKeys, readKeyText, readServedKeys, type KeyPlace } from '../verify/served-key.js'
import { repositoryUrl } from '../verify/verification.js'

const day = 24 * 60 * 60 * 1000

/** A row of the output `repositories`. */
interface Row extends Record<string, string> {
  readonly builder: string
  readonly url: string
  readonly key: string
}

/** Extends the key of a project, and has its repositories serve it. */
export const obsExtendKey = operation({
  name: 'obs-extend-key',
  summary: 'Extend the key that signs the publish project, publish its repositories again, and wait until they serve it.',
  inputs: {
    ...planInputs,
    ...instanceInput,
    ...requestTimeout,
    project: text({
      description:
        'The OBS project whose key it is, when that is one above the publish project: its key signs all that is below it. Default: the publish project, which must have a key of its own.',
    }),
    days: integer({ default: '90', description: 'Extend the key only when it ends within so many days.' }),
    mode: choice(['check', 'apply'], { default: 'apply', description: 'check only says what would be done.' }),
    'write-key': boolean({
      default: 'false',
      description:
        'Whether the file that the config names as signing-key is written anew when it is the same key with another end, for a pull request.',
    }),
    'repository-url': text({
      description:
        'Where published projects lie: a folder, or a template with {project-path} and {builder}. Default: the download-url of the config.',
    }),
    timeout: duration('30m', {
      description: 'How long OBS and the download network may need until every repository serves the key.',
    }),
    'poll-interval': pollInterval,
  },
  outputs: {
    owner: output('The project whose key it is.'),
    fingerprint: output('The fingerprint of the key.'),
    expires: output('The day on which it ends; empty when it never does.'),
    changed: output<boolean>('Whether the key was extended, or would be.'),
    republished: output<boolean>('Whether the repositories were published again, or would be.'),
    mode: output<'check' | 'apply'>('The mode it ran in.'),
    'key-file': output('The path of the signing-key file that was written, in the checkout; empty when none was.'),
    repositories: output<readonly Row[]>('What each repository serves, as JSON: builder, url, key.'),
  },
  resumption: 'OBS goes on with what it was asked for, and the same command looks how far it is',
  async run({ inputs, host, set }) {
    const { mode, timeout } = inputs
    const plan = await resolvePlan(inputs, host)
    const project = plan.publishProject ?? plan.buildProject
    const osc = openOsc(host, { apiurl: plan.apiurl, timeout: inputs['request-timeout'] })
    const found = await requireKeyOf(inputs.project ?? project, project, osc)
    let key = await readKeyText(found.armored, host)
    host.log.info(`${project} is signed with the ${describeKey(key, host.clock.now())}; it is ${nameOwner(found)}`)
    const changed = key.expires !== undefined && key.expires - host.clock.now() <= inputs.days * day
    const tell = () =>
      set({
        owner: found.owner,
        fingerprint: key.fingerprint,
        expires: key.expires === undefined ? '' : new Date(key.expires).toISOString().slice(0, 10),
        changed,
        mode,
      })
    tell()
    const builders = plan.builders.filter(({ name }) => plan.cells.some(({ builder }) => builder === name))
    const places = builders.map((builder): KeyPlace => ({
      builder: builder.name,
      format: builder.format,
      url: repositoryUrl({ plan, repositoryUrl: inputs['repository-url'] }, builder),
    }))
    const served = await readServedKeys(places, host)
    const foreign = served.find(({ key: each }) => typeof each === 'object' && each.fingerprint !== key.fingerprint)
    if (typeof foreign?.key === 'object')
      throw new UserError(
        `${foreign.url} serves the key ${foreign.key.fingerprint}, and OBS has ${key.fingerprint} for ${project} now: that is another key, not a longer one; announce both fingerprints before a release publishes it. Nothing was changed.`,
      )
    let { armored } = found
    if (mode === 'apply' && changed) {
      armored = (await extendKey(found, project, osc, host)).armored
      key = await readKeyText(armored, host)
      host.log.info(`extended: ${describeKey(key, host.clock.now())}`)
      tell()
    }
    set({ 'key-file': inputs['write-key'] ? await writeKeyFile(plan, armored, key, host) : '' })
    const isStale = served.some(({ key: each }) => typeof each === 'string' || each.expires !== key.expires)
    const republished = isStale || (mode === 'check' && changed)
    set({ republished, repositories: served.map(toRow) })
    if (mode === 'check' || !isStale) return
    await republish(project, new Date(key.expires ?? 0).toISOString().slice(0, 10), osc, host)
    const { repositories, problem } = await awaitServedKeys(places, key, { timeout, interval: inputs['poll-interval'] }, host)
    set({ repositories: repositories.map(toRow) })
    if (problem !== undefined) throw problem
  },
  report: ({ owner, fingerprint, expires, changed, mode, repositories = [] }) =>
    owner === undefined
      ? 'The key is not known.'
      : [
          `### The key of ${showOutput(owner)} ${expires === '' ? 'never expires' : `expires on ${showOutput(expires)}`}`,
          `${showOutput(fingerprint)}${changed !== true ? '' : mode === 'check' ? ': the mode `apply` would extend it' : ', extended now'}.`,
          ...(repositories.length === 0
            ? []
            : [
                renderTable(
                  ['Builder', 'Repository', 'Serves'],
                  repositories.map(({ builder, url, key }) => [builder, url, key]),
                ),
              ]),
        ].join('\n\n'),
})

/** Brings the file of the config up to date, and tells its path; empty when it is well, or nobody named one. */
async function writeKeyFile(plan: Plan, armored: string, key: PublicKey, host: Host): Promise<string> {
  if (plan.key === undefined || 'text' in plan.key) return ''
  const { file, at } = plan.key
  const present = await readKeyText(await readBeside(plan.key, 'latin1'), host)
  if (present.fingerprint !== key.fingerprint)
    throw new UserError([
      {
        at: parseLocation(at),
        message: `signing-key is the key ${present.fingerprint}, and OBS signs with ${key.fingerprint}: find out which one users trust; it is left as it is.`,
      },
    ])
  if (present.expires === key.expires) return ''
  await writeWhole(file, `${armored.trimEnd()}\n`)
  return relative(host.directories.work, file)
}

function toRow({ builder, url, key }: Awaited<ReturnType<typeof readServedKeys>>[number]): Row {
  if (typeof key === 'string') return { builder, url, key }
  const end = key.expires === undefined ? 'never expires' : `until ${new Date(key.expires).toISOString().slice(0, 10)}`
  return { builder, url, key: `${key.fingerprint} ${end}` }
}
