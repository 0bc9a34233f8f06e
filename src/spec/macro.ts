import type { Format } from '../format.js'

/** Where a text stands in a spec: it says how often debbuild expands it. */
export type Place = 'field' | 'text' | 'command'

/** Of a command debbuild expands the macros once, and looks for backslashes where it expands what is around it as well. */
const rounds = {
  field: { percents: 2, backslashes: 2 },
  text: { percents: 1, backslashes: 1 },
  command: { percents: 1, backslashes: 3 },
} as const

/**
 * A text for a spec that means itself. `%` begins a macro everywhere: rpmbuild makes one `%` of two, debbuild takes one away
 * from each run of them; and it takes a backslash away from a run before a letter or digit, each time it expands the text.
 */
export function escapeMacros(text: string, format: Format, place: Place): string {
  const { percents, backslashes } = rounds[place]
  const escaped =
    format === 'rpm'
      ? text.replaceAll('%', '%%')
      : text.replace(/%+/g, (run) => run + '%'.repeat(percents)).replace(/\\{2,}(?=\w)/g, (run) => run + '\\'.repeat(backslashes))
  // A backslash at the end would take the next tag along.
  return place === 'field' && escaped.endsWith('\\') ? `${escaped}%{nil}` : escaped
}

/** The same for the name of a file, which holds no two `%` in a row: both read it alike. */
export function escapeName(name: string): string {
  return name.replaceAll('%', '%%')
}

const folders = [
  ['{unitdir}/', '%{_unitdir}/'],
  ['/usr/bin/', '%{_bindir}/'],
  ['/usr/sbin/', '%{_sbindir}/'],
  ['/usr/share/man/', '%{_mandir}/'],
  ['/usr/share/', '%{_datadir}/'],
  ['/etc/', '%{_sysconfdir}/'],
] as const

/**
 * Writes well-known folders by their macros, as packagers do. Not those below /var: what the macros for them mean
 * differs between builds of rpm (%{_sharedstatedir} is /usr/com on Debian).
 */
export function macroPath(path: string): string {
  const escaped = escapeName(path)
  for (const [folder, macro] of folders) {
    if (escaped.startsWith(folder)) return `${macro}${escaped.slice(folder.length)}`
  }
  return escaped
}

/** A word for the shell: as it is when nothing in it means anything there, else in single quotes. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
