/** More names than this make an address too long for some proxies. */
const mostNames = 40

/**
 * The parameters of a request that narrow it to some packages; none when there are so many that the whole project must be
 * asked for, whose answer has others as well.
 */
export function packageQuery(names: readonly string[]): readonly (readonly [string, string])[] {
  return names.length > mostNames ? [] : names.map((name) => ['package', name] as const)
}
