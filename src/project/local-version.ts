import { UserError } from '../error.js'
import type { Host } from '../host/host.js'
import { describeCheckout } from './checkout.js'

/** The version to build where no tag starts a run: the one given, else that of the checkout. */
export async function localVersion(given: string | undefined, host: Host): Promise<string | undefined> {
  if (given !== undefined || host.env['GITHUB_REF']?.startsWith('refs/tags/')) return given
  if ((await describeCheckout(host)) !== undefined) return 'git'
  throw new UserError(
    `Input \`version\` is missing, and git describe finds no tag that is a version in ${host.directories.work}; give a version.`,
  )
}
