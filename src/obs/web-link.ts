import type { Cell } from '../plan/plan.js'

/**
 * The web page of a cell's build log. OBS serves pages and API under one address; the reference instance alone has
 * names of their own for the two.
 */
export function webLink(
  apiurl: string | undefined,
  project: string,
  { package: name, builder, architecture }: Cell,
): { url?: string } {
  if (apiurl === undefined || !URL.canParse(apiurl)) return {}
  const web = new URL(apiurl)
  if (web.hostname === 'api.opensuse.org') web.hostname = 'build.opensuse.org'
  const parts = ['package', 'live_build_log', project, name, builder, architecture].map(encodeURIComponent)
  return { url: new URL(`/${parts.join('/')}`, web).href.replaceAll('%3A', ':') }
}
