/** Whether a name is a pattern: `*` and `?` stand for anything. */
export function isGlob(name: string): boolean {
  return /[*?]/.test(name)
}

/** A test of paths by a path or pattern whose `*` and `?` stay within one part of the path. */
export function matcher(pattern: string): (path: string) => boolean {
  return (path) => matches(pattern, path, (character) => character !== '/')
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
