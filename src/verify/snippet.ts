import type { DebAddress } from '../repository/deb-address.js'

/**
 * A source of apt's as users paste it into /etc/apt/sources.list.d, and as an install is tried with (deb822 style,
 * sources.list(5)).
 * @param keyring the file of the key
 * @param architecture the only one; default: the machine's
 */
export function writeAptSource({ uri, suite, components = [] }: DebAddress, keyring: string, architecture?: string): string {
  return [
    'Types: deb',
    `URIs: ${uri}`,
    `Suites: ${suite}`,
    ...(components.length > 0 ? [`Components: ${components.join(' ')}`] : []),
    ...(architecture === undefined ? [] : [`Architectures: ${architecture}`]),
    `Signed-By: ${keyring}`,
    '',
  ].join('\n')
}

/**
 * A repository of dnf's and zypper's as users put it into /etc/yum.repos.d, and as an install is tried with.
 * @param id how package managers call it, without spaces
 * @param key the address of the key
 */
export function writeRepo({ id, name = id, url, key }: { id: string; name?: string; url: string; key: string }): string {
  return [`[${id}]`, `name=${name}`, `baseurl=${url}`, 'enabled=1', 'gpgcheck=1', 'repo_gpgcheck=1', `gpgkey=${key}`, ''].join(
    '\n',
  )
}
