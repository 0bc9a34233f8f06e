import { resolve } from 'node:path'
import { artifactInput, narrowingInputs, planInputs } from '../declaration/common.js'
import { choice, duration, list, path, text } from '../declaration/input.js'
import { operation, output } from '../declaration/operation.js'
import { UserError } from '../error.js'
import { exists } from '../host/file.js'
import { readBaseline } from '../verify/earlier-report.js'
import { readKey } from '../project/trusted-key.js'
import { resolveVersion } from '../project/wanted-version.js'
import { annotate } from '../report/annotation.js'
import { renderChecks } from '../report/checks.js'
import { concludeResults } from '../verify/baseline.js'
import { chooseChecks, chooseInstall } from '../verify/check-choice.js'
import type { CheckResult } from '../verify/request.js'
import { verifySingle } from '../verify/single-repository.js'
import { requireVerified } from '../verify/conclusion.js'

/** The inputs that say what is proved of a published repository. */
export const verificationInputs = {
  'repository-url': text({
    description:
      'Where to look: with a config the folder of all published projects, or a template with {project-path} and {builder} (default: its download-url); without one a single repository: its address, that of a suite (…/dists/stable, perhaps with /main), or URI SUITE COMPONENT as in sources.list.',
  }),
  key: text({
    description:
      'The public key that users trust: armored text, or the path of a file. Default: the one of the plan or the signing-key of the config, else the one the repository publishes, which proves less.',
  }),
  'other-hosts': list({
    description:
      'Origins such as https://cdn.example.org that the metadata may lead to beside its own host. Default: none, so what lies elsewhere fails.',
  }),
  'origin-url': text({
    description:
      'As repository-url, for the same repositories behind the download network: what users get is compared with what lies there until both agree.',
  }),
  beside: text({
    description:
      'As repository-url, for a repository that users have configured as well, such as that of the minor before, signed by the same key: the install check tries both together, and upgrades from its newest older version. Default: none, and it does not.',
  }),
  checks: list({ description: 'Only these of metadata, signatures, presence, payload, install, delivery. Default: all.' }),
  unproved: choice(['report', 'fail'], {
    default: 'report',
    description: 'What it means when this machine cannot find something out, such as an install without the rights for it.',
  }),
  baseline: text({
    description:
      'The report of an earlier run, by its path or address: a version whose bytes are others since then fails, and so do a suite that is called otherwise and another key.',
  }),
}

export const installText = 'The architectures to install with the real apt or dnf, by any of their names: all, none, or a list.'

export const pageText =
  'Write the results as one page of HTML to this file: a matrix of packages, architectures and checks. Default: none.'
export const atText = 'When the checks ended, as an ISO time.'
export const pageOutputText = 'The absolute path of the page, when one was asked for.'

/** What the results are about, by which status-page knows where they belong. */
const subjectOutputs = {
  at: output(atText),
  version: output('The version that was verified, as its project writes it.'),
  channel: output('The channel that it was published to; missing without a config.'),
  minor: output('X.Y of the version; missing without a config.'),
  'publish-project': output('The OBS project that publishes it; missing without a config.'),
}

/** Proves what users download. */
export const verifyRepo = operation({
  name: 'verify-repo',
  summary: 'Prove the published repositories: metadata, signatures, every package, its content, and an install.',
  inputs: {
    ...planInputs,
    ...verificationInputs,
    repositories: narrowingInputs.repositories,
    install: list({ default: 'all', description: installText }),
    architectures: list({
      description: 'Without a config: the architectures to expect, by any of their names. Default: x86_64.',
    }),
    timeout: duration('10m', { description: 'How long a download network may need until everything agrees.' }),
    sources: path({
      description:
        'The source directories that were published, to compare the programs with. Default: the programs are fetched as the config says.',
    }),
    binaries: path({
      description:
        "A folder with <architecture>/<binary> to compare with, instead of the config's sources; artifact:NAME for an artifact of this workflow run.",
    }),
    attestations: list({
      description:
        'Which signed statements every package must have, of verification and sbom, as attest.yml makes them; a package without fails the check signatures. Default: none.',
    }),
    bundles: path({
      description:
        'A folder of Sigstore bundles (*.json, *.jsonl) with these statements. Default: those that GitHub keeps of `signer-repository`.',
    }),
    'signer-workflow': text({
      default: 'obs-publish/obs-publish/.github/workflows/attest.yml',
      description: 'The workflow that must have signed them; with @ and a ref, such as @refs/tags/v1, of that ref alone.',
    }),
    'signer-repository': text({
      description: 'The repository whose run must have signed them, as owner/name. Default: the repository of this run.',
    }),
    'trusted-root': path({ description: 'The trusted root of another Sigstore. Default: that of the public one.' }),
    token: text({
      secret: true,
      actionDefault: '${{ github.token }}',
      description:
        'With `attestations`, a token that may read them: in a private repository that of a job with `permissions: { attestations: read }`. A command takes the variable GITHUB_TOKEN by default.',
    }),
    page: path({ description: pageText }),
    artifact: artifactInput('Download the source directories from the artifacts of this name first.'),
    'report-artifact': artifactInput(
      'Upload the output `report`, and what it is about, under this name, for report-run, report-issue and status-page in other jobs.',
    ),
  },
  outputs: {
    state: output<'succeeded' | 'failed'>('succeeded or failed.'),
    report: output<readonly CheckResult[]>('A row for each check, as JSON that schema/verify-report.schema.json describes.'),
    ...subjectOutputs,
    page: output(pageOutputText),
  },
  // What a plan, statements and a page need is loaded when they are asked for: every start would pay for it.
  async run({ inputs, host, set }) {
    const chosen = chooseInstall(chooseChecks(inputs.checks), inputs.install)
    const demand =
      inputs.attestations.length === 0
        ? undefined
        : await (await import('../attestation/attestation-demand.js')).readDemand(inputs, host)
    if (demand !== undefined && !chosen.checks.includes('presence'))
      throw new UserError(
        'Input `attestations` needs the check presence, which finds the digests of the packages; add it to `checks`.',
      )
    const key = await readKey(inputs.key, host)
    const baseline = inputs.baseline === undefined ? undefined : await readBaseline(inputs.baseline, host)
    const { timeout, packages, 'repository-url': url, 'other-hosts': otherHosts, 'origin-url': originUrl, beside } = inputs
    const at = (given: string | undefined) => (given === undefined ? undefined : resolve(host.directories.work, given))
    const planned = inputs.plan !== undefined || inputs.config !== undefined
    const alone = !planned && packages.length > 0 && !(await exists(resolve(host.directories.work, 'packages.yaml')))
    let results: readonly CheckResult[]
    let subject: string
    let about: Readonly<Record<string, string>>
    if (url !== undefined && alone) {
      if (inputs.repositories.length > 0)
        throw new UserError(
          'Input `repositories` names builders of a config, and there is none; `repository-url` says which one.',
        )
      subject = url
      const version = await resolveVersion(inputs.version, host)
      about = { version }
      const common = { url, packages, version, architectures: inputs.architectures, key, timeout }
      const request = { ...common, ...chosen, otherHosts, originUrl, beside }
      results = await verifySingle(request, host)
    } else {
      const { resolvePlan } = await import('../project/planning.js')
      const whole = await resolvePlan(inputs, host)
      const { narrowCells } = await import('../obs/narrowing.js')
      const plan = { ...whole, cells: narrowCells(whole.cells, { repositories: inputs.repositories }) }
      const { version, channel } = whole
      subject = whole.publishProject ?? whole.buildProject
      about = { version: version.upstream, channel, minor: version.minor, 'publish-project': subject }
      const sources = at(inputs.sources ?? (inputs.artifact === undefined ? undefined : 'obs-sources'))
      if (inputs.artifact !== undefined && sources !== undefined) await host.artifacts.download(inputs.artifact, sources)
      const { openBinaries } = await import('../project/binaries-folder.js')
      const binaries = await openBinaries(inputs.binaries, host)
      const { verifyPlan } = await import('../verify/verification.js')
      results = await verifyPlan(
        { plan, repositoryUrl: url, key, ...chosen, timeout, sources, binaries, versions: {}, otherHosts, originUrl, beside },
        host,
      )
    }
    if (demand !== undefined) {
      const { checkAttestations } = await import('../attestation/attestation-check.js')
      results = [...results, ...(await checkAttestations(results, demand, host))]
    }
    results = concludeResults(results, inputs.unproved, baseline)
    const found = {
      state: results.every(({ passed }) => passed) ? ('succeeded' as const) : ('failed' as const),
      at: new Date(host.clock.now()).toISOString(),
      ...about,
      report: results,
    }
    set(found)
    annotate(results, host.log)
    if (inputs['report-artifact'] !== undefined) {
      const { uploadReport } = await import('../project/row-file.js')
      await uploadReport(inputs['report-artifact'], found, host)
    }
    if (inputs.page !== undefined) {
      const { writePage } = await import('../report/verification-page.js')
      set({ page: await writePage(inputs.page, subject, results, host) })
    }
    requireVerified(results)
  },
  report: ({ report = [] }) => ['### Published repositories', '', renderChecks(report)].join('\n'),
})
