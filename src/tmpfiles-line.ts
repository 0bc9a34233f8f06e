/** Whether a text is a line of tmpfiles.d(5) that makes or removes something. */
export function isTmpfilesLine(text: string): boolean {
  return /^[A-Za-z][-+!=~^$]*[ \t]+["']?[/%]\S*/.test(text)
}
