import { resolve } from 'node:path'
import { duration, list, path, text } from '../declaration/input.js'
import { operation } from '../declaration/operation.js'
import { UserError } from '../error.js'
import { exists, readNamedFile } from '../host/file.js'
import type { Host } from '../host/host.js'
import { renderChecks } from '../repository/render.js'
import type { Check, CheckResult } from '../repository/request.js'
import { verifyRepository } from '../repository/verify.js'
import { parseVersion } from '../version/version.js'
import { artifactInput, planInputs } from './shared/inputs.js'
import { resolvePlan } from './shared/target.js'
import { resolveVersion } from './shared/version.js'
import { chooseChecks, requireVerified, verifyPlan } from './shared/verification.js'

/** The inputs that say what is proved of a published repository. */
export const verificationInputs = {
  'repository-url': text({
    description:
      'Where to look: with a config the folder of all published projects, or a template with {project-path} and {builder} (default: its download-url); without one a single repository.',
  }),
  key: text({
    description:
      'The public key that users trust: armored text, or the path of a file. Default: the signing-key of the config, else the one the repository publishes, which proves less.',
  }),
  checks: list({ description: 'Only these of metadata, signatures, presence, payload, install. Default: all.' }),
}

export const installText = 'The architectures to install with the real apt or dnf: all, none, or a list.'

/** Proves what users download. */
export const verifyRepo = operation({
  name: 'verify-repo',
  summary: 'Prove the published repositories: metadata, signatures, every package, its content, and an install.',
  inputs: {
    ...planInputs,
    ...verificationInputs,
    install: list({ default: 'all', description: installText }),
    architectures: list({ description: 'Without a config: the architectures to expect, by their OBS names. Default: x86_64.' }),
    timeout: duration('10m', { description: 'How long a download network may need until everything agrees.' }),
    sources: path({
      description:
        'The source directories that were published, to compare the programs with. Default: the programs are fetched as the config says.',
    }),
    binaries: path({
      description: "A local folder with <architecture>/<binary> to compare with, instead of the config's sources.",
    }),
    artifact: artifactInput('Download the source directories from the artifacts of this name first.'),
  },
  outputs: { state: 'succeeded or failed.', report: 'A row for each check, as JSON: check, subject, passed, evidence.' },
  async run({ inputs, host, set }) {
    const checks = chooseChecks(inputs.checks)
    const key = await readKey(inputs.key, host)
    const single =
      inputs.config === undefined &&
      inputs['repository-url'] !== undefined &&
      inputs.packages.length > 0 &&
      !(await exists(resolve(host.directories.work, 'packages.yaml')))
    const results = single ? await verifySingle(inputs, checks, key, host) : await verifyConfigured(inputs, checks, key, host)
    set({ state: results.every(({ passed }) => passed) ? 'succeeded' : 'failed', report: results })
    requireVerified(results)
  },
  report: (outputs) =>
    ['### Published repositories', '', renderChecks((outputs.report ?? []) as readonly CheckResult[])].join('\n'), // run set it
})

interface Inputs {
  readonly config: string | undefined
  readonly version: string | undefined
  readonly channel: string | undefined
  readonly packages: readonly string[]
  readonly 'repository-url': string | undefined
  readonly install: readonly string[]
  readonly architectures: readonly string[]
  readonly timeout: number
  readonly sources: string | undefined
  readonly binaries: string | undefined
  readonly artifact: string | undefined
}

async function verifyConfigured(
  inputs: Inputs,
  checks: readonly Check[],
  key: string | undefined,
  host: Host,
): Promise<readonly CheckResult[]> {
  const planned = await resolvePlan(inputs, host)
  const path = (given: string | undefined) => (given === undefined ? undefined : resolve(host.directories.work, given))
  const sources = path(inputs.sources ?? (inputs.artifact === undefined ? undefined : 'obs-sources'))
  if (inputs.artifact !== undefined && sources !== undefined) await host.artifacts.download(inputs.artifact, sources)
  const chosen = chooseInstall(checks, inputs.install)
  const request = {
    ...planned,
    repositoryUrl: inputs['repository-url'],
    key,
    ...chosen,
    timeout: inputs.timeout,
    sources,
    binaries: path(inputs.binaries),
    versions: {},
  }
  return verifyPlan(request, host)
}

/** One repository, without a config: its format is found out, and there is nothing to compare programs with. */
async function verifySingle(
  inputs: Inputs,
  checks: readonly Check[],
  key: string | undefined,
  host: Host,
): Promise<readonly CheckResult[]> {
  const url = inputs['repository-url'] ?? ''
  const version = parseVersion(await resolveVersion(inputs.version, host)).package
  const isDeb = (await host.http.bytes(`${url.replace(/\/+$/, '')}/Release`)) !== undefined
  const architectures = inputs.architectures.length === 0 ? ['x86_64'] : inputs.architectures
  if (checks.includes('payload')) {
    host.log.warning('The payload was not compared: without a config it is not known which programs upstream published.')
  }
  const { checks: kept, install } = chooseInstall(
    checks.filter((check) => check !== 'payload'),
    inputs.install,
  )
  return verifyRepository(
    {
      format: isDeb ? 'deb' : 'rpm',
      url,
      cells: inputs.packages.flatMap((name) =>
        architectures.map((architecture) => ({ package: name, version, architecture, files: [] })),
      ),
      checks: new Set(kept),
      deadline: host.clock.now() + inputs.timeout,
      ...(key === undefined ? {} : { key }),
      ...(install === undefined ? {} : { installArchitectures: install }),
    },
    host,
  )
}

/** `none` drops the check, `all` puts no limit on it. */
export function chooseInstall(
  checks: readonly Check[],
  install: readonly string[],
): { checks: readonly Check[]; install: readonly string[] | undefined } {
  if (install.includes('none')) return { checks: checks.filter((check) => check !== 'install'), install: undefined }
  return { checks, install: install.includes('all') || install.length === 0 ? undefined : install }
}

/** A key given as text or as the path of a file. */
export async function readKey(given: string | undefined, host: Host): Promise<string | undefined> {
  if (given === undefined || given.includes('BEGIN PGP PUBLIC KEY BLOCK')) return given
  const file = resolve(host.directories.work, given)
  if (!(await exists(file)))
    throw new UserError(`Input \`key\` is neither an armored public key nor a file: there is no ${file}.`)
  return (await readNamedFile(file)).toString()
}
