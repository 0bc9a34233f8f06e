import { UserError } from '../error.js'
import type { Host } from '../host/host.js'
import { readDescription } from '../version/describe.js'
import { stripTag, suggestTemplate, type TagTemplate } from '../version/tag-template.js'
import { describeCheckout, refuseShallow } from './checkout.js'

/** The word by which the version is asked for that a build project holds. */
export const builtWord = 'built'

/**
 * The version asked for: as it is, from the marker file of a nightly, from `git describe` of the checkout (`git`), or
 * from the tag that started the workflow.
 * @param local whether the version of the checkout will do where no tag started the run
 * @param template how the tags of the packages are written; without one they are versions
 */
export async function resolveVersion(
  given: string | undefined,
  host: Host,
  local = false,
  template?: TagTemplate,
): Promise<string> {
  if (given === 'git') return describedVersion('Version git was asked for', 'fetch the tags, or give a version', host, template)
  if (given === builtWord)
    throw new UserError('Version built is found by the operation plan alone; run it, and hand its plan on by the input `plan`.')
  if (given !== undefined) return /^https?:\/\//.test(given) ? readMarker(given, host) : readGiven(given, template)
  const tag = /^refs\/tags\/(.+)$/.exec(host.env['GITHUB_REF'] ?? '')?.[1]
  if (tag !== undefined) return template === undefined ? tag : (stripTag(tag, template) ?? refuseTag(tag, template))
  if (local) return describedVersion('Input `version` is missing', 'give a version', host, template)
  throw new UserError(
    'Input `version` is missing, and no tag started this run; give a version, the URL of a marker file, or git.',
  )
}

/** A tag of the packages, or a version alone. */
function readGiven(given: string, template: TagTemplate | undefined): string {
  if (template === undefined) return given
  const version = stripTag(given, template)
  if (version !== undefined) return version
  return suggestTemplate(given) === undefined ? given : refuseTag(given, template)
}

function refuseTag(tag: string, { text }: TagTemplate): never {
  throw new UserError(
    `${JSON.stringify(tag)} is none of the tags of these packages, which are written ${text} (\`tag\` of the config); give one of those, or a version alone.`,
  )
}

async function readMarker(url: string, host: Host): Promise<string> {
  const text = (await host.http.text(url)).trim()
  if (text.length === 0 || text.length > 200 || text.includes('\n'))
    throw new UserError(`${url} is no marker file: it must hold a version and nothing else.`)
  return text
}

const tagAdvice = ". Tags that say more, such as api/v1.2.3, count when the config has `tag: 'api/v{version}'`"

async function describedVersion(reason: string, advice: string, host: Host, template: TagTemplate | undefined): Promise<string> {
  const description = await describeCheckout(host, template)
  const own = template === undefined ? 'that is a version' : `written ${template.text}`
  if (description === undefined) {
    await refuseShallow(host, `${reason}, which`)
    throw new UserError(
      `${reason}, and git describe finds no tag ${own} in ${host.directories.work}; ${advice}${template === undefined ? tagAdvice : ''}.`,
    )
  }
  const version = readDescription(description, template)
  if (version === undefined)
    throw new UserError(
      `git describe says ${description.trim()}, whose tag is no version; give a version, or say how tags are written by \`tag\` in the config.`,
    )
  return version
}
