import type { AnyOperation } from '../declaration/operation.js'

/**
 * Every operation by name, in the order a release runs them. Each is loaded only when it is asked for, so
 * that starting one costs nothing for the others.
 */
export const registry: Readonly<Record<string, () => Promise<AnyOperation>>> = {
  publish: async () => (await import('./publish.js')).publish,
  init: async () => (await import('./init.js')).init,
  'list-versions': async () => (await import('./list-versions.js')).listVersions,
  plan: async () => (await import('./plan.js')).plan,
  'setup-osc': async () => (await import('./setup-osc.js')).setupOsc,
  'obs-provision': async () => (await import('./obs-provision.js')).obsProvision,
  'build-tarball': async () => (await import('./build-tarball.js')).buildTarball,
  'render-specs': async () => (await import('./render-specs.js')).renderSpecs,
  'build-packages': async () => (await import('./build-packages.js')).buildPackages,
  'obs-extend-key': async () => (await import('./obs-extend-key.js')).obsExtendKey,
  'obs-push': async () => (await import('./obs-push.js')).obsPush,
  'obs-wait': async () => (await import('./obs-wait.js')).obsWait,
  'obs-rebuild': async () => (await import('./obs-rebuild.js')).obsRebuild,
  'obs-release': async () => (await import('./obs-release.js')).obsRelease,
  'verify-repo': async () => (await import('./verify-repo.js')).verifyRepo,
  embargo: async () => (await import('./embargo.js')).embargo,
  'obs-clean': async () => (await import('./obs-clean.js')).obsClean,

  statement: async () => (await import('./statement.js')).statement,
  sbom: async () => (await import('./sbom.js')).sbom,
  promote: async () => (await import('./promote.js')).promote,
  reconcile: async () => (await import('./reconcile.js')).reconcile,
  'open-pull-request': async () => (await import('./open-pull-request.js')).openPullRequest,
  'find-run': async () => (await import('./find-run.js')).findRun,
  'accept-pull-request': async () => (await import('./accept-pull-request.js')).acceptPullRequest,
  'report-check': async () => (await import('./report-check.js')).reportCheck,
  'report-issue': async () => (await import('./report-issue.js')).reportIssue,
  'report-run': async () => (await import('./report-run.js')).reportRun,
  'status-page': async () => (await import('./status-page.js')).statusPage,
  'compare-packages': async () => (await import('./compare-packages.js')).comparePackages,
  'obs-sandbox': async () => (await import('./obs-sandbox.js')).obsSandbox,
}
