import { UserError } from '../error.js'
import type { Host } from '../host/host.js'
import { readDescription } from '../version/describe.js'
import { describeCheckout, refuseShallow } from './checkout.js'

/**
 * The version asked for: as it is, from the marker file of a nightly, from `git describe` of the checkout (`git`), or
 * from the tag that started the workflow.
 * @param local whether the version of the checkout will do where no tag started the run
 */
export async function resolveVersion(given: string | undefined, host: Host, local = false): Promise<string> {
  if (given === 'git') return describedVersion('Version git was asked for', 'fetch the tags, or give a version', host)
  if (given !== undefined) return /^https?:\/\//.test(given) ? readMarker(given, host) : given
  const tag = /^refs\/tags\/(.+)$/.exec(host.env['GITHUB_REF'] ?? '')?.[1]
  if (tag !== undefined) return tag
  if (local) return describedVersion('Input `version` is missing', 'give a version', host)
  throw new UserError(
    'Input `version` is missing, and no tag started this run; give a version, the URL of a marker file, or git.',
  )
}

async function readMarker(url: string, host: Host): Promise<string> {
  const text = (await host.http.text(url)).trim()
  if (text.length === 0 || text.length > 200 || text.includes('\n'))
    throw new UserError(`${url} is no marker file: it must hold a version and nothing else.`)
  return text
}

async function describedVersion(reason: string, advice: string, host: Host): Promise<string> {
  const description = await describeCheckout(host)
  if (description === undefined) {
    await refuseShallow(host, `${reason}, which`)
    throw new UserError(`${reason}, and git describe finds no tag that is a version in ${host.directories.work}; ${advice}.`)
  }
  const version = readDescription(description)
  if (version === undefined)
    throw new UserError(`git describe says ${description.trim()}, whose tag is no version; give a version.`)
  return version
}
