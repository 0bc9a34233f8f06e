import { escapeXml } from '../../xml.js'

/** A person as OBS describes one. */
export function renderPerson(login: string): string {
  return `<person><login>${escapeXml(login)}</login><email>${escapeXml(login)}@sandbox.invalid</email><realname>${escapeXml(login)}</realname><state>confirmed</state></person>`
}

/** The answer of /search/person to an XPath match on the login; osc asks in no other way. */
export function searchPeople(match: string, logins: readonly string[]): string {
  const wanted = /@login\s*=\s*(?:'([^']*)'|"([^"]*)")/.exec(match)
  const login = wanted?.[1] ?? wanted?.[2]
  const found = logins.filter((one) => login === undefined || one === login)
  return `<collection matches="${found.length}">${found.map(renderPerson).join('')}</collection>`
}
