import type { Host } from '../host/host.js'
import type { Place } from './github-api.js'

/** The inputs that say where on GitHub, and as whom. */
export interface PlaceInputs {
  readonly repository: string | undefined
  readonly token: string | undefined
}

/** Whether a text is a web address. */
export function isAddress(text: string): boolean {
  return /^https?:\/\/./i.test(text) && URL.canParse(text)
}

/**
 * The place that inputs and environment mean, its token masked, and what is wrong with it.
 * @param right what a job grants its token, such as `issues: write`
 */
export function readPlace(
  inputs: PlaceInputs,
  right: string,
  { env, log }: Pick<Host, 'env' | 'log'>,
): { place: Place; problems: string[] } {
  const token = inputs.token ?? env['GITHUB_TOKEN'] ?? ''
  if (token !== '') log.mask(token)
  const repository = inputs.repository ?? env['GITHUB_REPOSITORY'] ?? ''
  const api = (env['GITHUB_API_URL'] || 'https://api.github.com').replace(/\/+$/, '')
  const problems = [
    !/^(?!\.+\/)[\w.-]+\/(?!\.+$)[\w.-]+$/.test(repository) &&
      `Input \`repository\` must be owner/name, not ${JSON.stringify(repository)}; its default is the variable GITHUB_REPOSITORY.`,
    !/^[!-~]+$/.test(token) && tokenAdvice(token, right),
    !isAddress(api) && `The variable GITHUB_API_URL must be an address, not ${JSON.stringify(api)}.`,
  ].filter((problem) => problem !== false)
  return { place: { api, repository, token }, problems }
}

function tokenAdvice(token: string, right: string): string {
  if (token !== '') return 'Input `token` has characters that no token has, such as a blank or a newline.'
  return `Input \`token\` is missing: grant the job \`permissions: { ${right} }\`, or give a token; a command may set GITHUB_TOKEN.`
}
