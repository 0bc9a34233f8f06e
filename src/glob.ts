/** Whether a name is a pattern: `*` and `?` stand for anything in the last part of a path. */
export function isGlob(name: string): boolean {
  return /[*?]/.test(name)
}

/** A test of paths by a path or pattern. */
export function matcher(pattern: string): (path: string) => boolean {
  const text = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]')
  const expression = new RegExp(`^${text}$`)
  return (path) => expression.test(path)
}
