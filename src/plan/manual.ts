/** Manual pages are shipped compressed, as both families of distributions have them. */
export function isManual(path: string): boolean {
  return path.startsWith('/usr/share/man/') && !path.endsWith('.gz')
}
