/** Variables of a process: names to values. */
export type Environment = Readonly<Record<string, string | undefined>>

/** What every program needs to find its files, its language, the network and where temporary files go. */
const common = [
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'TERM', 'TZ', 'LANG', 'LANGUAGE', 'LC_*'],
  ...['http_proxy', 'https_proxy', 'no_proxy', 'all_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'ALL_PROXY'],
  ...['TMPDIR', 'TEMP', 'TMP', 'RUNNER_TEMP'],
  ...['SSL_CERT_FILE', 'SSL_CERT_DIR', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'],
]

/**
 * The environment of a program that is started: of ours only what programs need, never inputs, tokens and passwords.
 * @param inherit names of more of our variables that this program gets; `PIP_*` stands for all that begin so
 * @param added variables of the program's own, which win
 */
export function childEnvironment(
  ours: Environment,
  inherit: readonly string[] = [],
  added: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const names = [...common, ...inherit]
  const known = new Set(names)
  const prefixes = names.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1))
  const chosen: Record<string, string> = {}
  for (const [name, value] of Object.entries(ours)) {
    if (value !== undefined && (known.has(name) || prefixes.some((prefix) => name.startsWith(prefix)))) chosen[name] = value
  }
  return { ...chosen, ...added }
}
