/** Whether a name is a pattern: `*` and `?` stand for anything. */
export function isGlob(name: string): boolean {
  return /[*?]/.test(name)
}

/** A pattern over several levels, `base/**` or `base/**` + `/last`: what is below a folder, or below it of such a name. */
export interface TreePattern {
  /** The fixed part; empty for all that there is. */
  readonly base: string
  /** A pattern for the last part of the path. */
  readonly last: string
}

/** Takes a pattern with `**` apart; undefined for any other name. */
export function readTree(name: string): TreePattern | undefined {
  const [, base = '', last = '*'] = /^(?:([^*?]+)\/)?\*\*(?:\/([^/]+))?$/.exec(name) ?? []
  return /(?:^|\/)\*\*(?:\/|$)/.test(name) ? { base, last } : undefined
}

/** What of a name that a pattern means is kept below the destination: the folders of a tree, else the last part alone. */
export function placeBelow(pattern: string, name: string): string {
  const tree = readTree(pattern)
  if (tree === undefined) return name.slice(name.lastIndexOf('/') + 1)
  return tree.base === '' ? name : name.slice(tree.base.length + 1)
}

/** A test of paths by a path or pattern: `*` and `?` stay within one part of the path, `**` stands for any depth. */
export function matcher(pattern: string): (path: string) => boolean {
  const tree = readTree(pattern)
  const within = (path: string, text: string) => matches(text, path, (character) => character !== '/')
  if (tree === undefined) return (path) => within(path, pattern)
  const prefix = tree.base === '' ? '' : `${tree.base}/`
  return (path) => path.startsWith(prefix) && path !== prefix && within(path.slice(path.lastIndexOf('/') + 1), tree.last)
}

/** Whether a text matches a pattern in which `*` and `?` stand for any characters, slashes too. */
export function matchText(pattern: string, text: string): boolean {
  return matches(pattern, text, () => true)
}

/** Goes back to the last star only, so the time is bounded by the product of the lengths. */
function matches(pattern: string, text: string, may: (character: string) => boolean): boolean {
  let [at, from] = [0, 0]
  let star: { readonly at: number; from: number } | undefined
  while (from < text.length) {
    const [sign, character] = [pattern[at], text.charAt(from)]
    if (sign === '*') star = { at: at++, from }
    else if (sign === character || (sign === '?' && may(character))) {
      at++
      from++
    } else if (star !== undefined && may(text.charAt(star.from))) {
      at = star.at + 1
      from = ++star.from
    } else return false
  }
  while (pattern[at] === '*') at++
  return at === pattern.length
}
