import type { Cell } from '../plan/plan.js'

/** The web page of a cell's build log. */
export function webLink(
  apiurl: string | undefined,
  project: string,
  { package: name, builder, architecture }: Cell,
): { url?: string } {
  return linkPage(apiurl, ['package', 'live_build_log', project, name, builder, architecture])
}

/** The web page of a package. */
export function packageLink(apiurl: string | undefined, project: string, name: string): { url?: string } {
  return linkPage(apiurl, ['package', 'show', project, name])
}

/** OBS serves pages and API under one address; the reference instance alone has names of their own for the two. */
function linkPage(apiurl: string | undefined, path: readonly string[]): { url?: string } {
  if (apiurl === undefined || !URL.canParse(apiurl)) return {}
  const web = new URL(apiurl)
  if (web.hostname === 'api.opensuse.org') web.hostname = 'build.opensuse.org'
  return { url: new URL(`/${path.map(encodeURIComponent).join('/')}`, web).href.replaceAll('%3A', ':') }
}
