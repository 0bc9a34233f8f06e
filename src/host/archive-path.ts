/** Whether a path of an archive is absolute on any system, or no path at all. */
export function isAbsolute(path: string): boolean {
  return path === '' || /^[/\\]|^[A-Za-z]:/.test(path) || path.includes('\0')
}

/** Whether a path of an archive leads above where it starts, wherever it ends. */
export function climbs(path: string): boolean {
  let depth = 0
  for (const part of path.split(/[/\\]/)) {
    if (part === '..') depth--
    else if (part !== '' && part !== '.') depth++
    if (depth < 0) return true
  }
  return false
}
