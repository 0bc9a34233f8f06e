import type { Snippet } from '../verify/request.js'
import { writeAptSource, writeRepo } from '../verify/snippet.js'

/** Lines that verification tried installs with, taken apart: nothing is in them but what is named here. */
export type TestedSnippet = { readonly path: string; readonly text: string } & (
  | { readonly format: 'deb'; readonly keyring: string; readonly keyUrl: string | undefined }
  | { readonly format: 'rpm'; readonly id: string }
)

const address = /^https?:\/\/[\w.~:/%+-]+$/
const word = /^[\w.~:/+-]+$/

/**
 * Takes the lines of a report apart, which people will run as root: written anew from their parts they must be the same, so no
 * line can be in them that switches signatures off, and no character that a shell or a terminal reads. Undefined for others.
 */
export function readSnippet({ path, text, key }: Snippet): TestedSnippet | undefined {
  if (/^\/etc\/apt\/sources\.list\.d\/[\w-]+\.sources$/.test(path)) {
    const [uri = '', suite = '', components = '', keyring = ''] = ['URIs', 'Suites', 'Components', 'Signed-By'].map(
      (name) => new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1] ?? '',
    )
    const names = components === '' ? [] : components.split(' ')
    const isPlain = address.test(uri) && [suite, ...names].every((each) => word.test(each))
    if (!isPlain || !/^\/etc\/apt\/keyrings\/[\w-]+\.asc$/.test(keyring)) return undefined
    if (writeAptSource({ uri, suite, components: names }, keyring) !== text) return undefined
    const isKey = key?.path === keyring && address.test(key.url) && key.url.startsWith(uri)
    return { format: 'deb', path, text, keyring, keyUrl: isKey ? key.url : undefined }
  }
  if (!/^\/etc\/yum\.repos\.d\/[\w-]+\.repo$/.test(path)) return undefined
  const [, id = '', url = ''] = /^\[([\w-]+)\]\nname=[\w-]+\nbaseurl=(.*)\n/.exec(text) ?? []
  if (!address.test(url) || writeRepo({ id, url, key: `${url}repodata/repomd.xml.key` }) !== text) return undefined
  return { format: 'rpm', path, text, id }
}
