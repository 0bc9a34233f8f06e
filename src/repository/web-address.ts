import { UserError } from '../error.js'

/**
 * Throws a {@link UserError} unless a repository's address is one of the web: packages are proved as users get them.
 * @param input how the address is called; for messages
 */
export function requireWebAddress(address: string, input = 'repository-url'): void {
  const [uri = ''] = address.trim().split(/\s+/)
  if (/^https?:\/\/[^/\s]+/i.test(uri) && URL.canParse(uri)) return
  const [, scheme] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(uri) ?? []
  if (scheme !== undefined && !/^https?$/i.test(scheme))
    throw new UserError(
      `Input \`${input}\` has the scheme ${scheme}: a repository is verified as its users get it, over http or https; serve the folder and give its address.`,
    )
  if (/^(?:[\w-]+\.)*[\w-]+(?::\d+)?(?:\/|$)/.test(uri) && !uri.startsWith('/') && !uri.startsWith('.'))
    throw new UserError(`Input \`${input}\` is no address of the web: did you mean https://${uri}?`)
  throw new UserError(
    `Input \`${input}\` is ${uri === '' ? 'empty' : JSON.stringify(uri)}, no address of the web: a repository is verified as its users get it, over http or https; serve the folder and give its address.`,
  )
}
