/** The words of a text; a command between backticks is one, so that it can be copied whole. */
const word = /(?:`[^`]*`|[^ `]|`)+|(?<= )(?= )/g

/**
 * Breaks a line for people at spaces, so that a terminal does not break it within a word. What is longer by itself, such as an
 * address, is left whole: a terminal knows that its lines are one.
 * @param indent what continued lines begin with
 */
export function wrapLine(text: string, width: number, indent = ''): readonly string[] {
  if (widthOf(text) <= width) return [text]
  const [, lead = '', rest = ''] = /^( *)(.*)$/s.exec(text) ?? []
  const lines: string[] = []
  let line = lead
  let isEmpty = true
  for (const part of rest.match(word) ?? []) {
    if (isEmpty) line += part
    else if (widthOf(line) + 1 + widthOf(part) <= width) line += ` ${part}`
    else {
      lines.push(line)
      line = `${lead}${indent}${part}`
    }
    isEmpty = false
  }
  return [...lines, line]
}

/** Breaks a text at spaces, and a word that is too long by itself behind a slash, or else wherever it must be. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) <= width) {
      line += ` ${word}`
      continue
    }
    if (line !== '') lines.push(line)
    line = word
    while (widthOf(line) > width) {
      const letters = Array.from(line)
      // Paths are read by their parts.
      const end = letters.lastIndexOf('/', width - 1) + 1 || width
      lines.push(letters.slice(0, end).join(''))
      line = letters.slice(end).join('')
    }
  }
  return [...lines, line]
}

/** The columns that a text takes: pictures take two, and what only says that a letter is one takes none. */
export function widthOf(text: string): number {
  return Array.from(text.replaceAll('\uFE0F', '')).reduce(
    (all, letter) => all + (/\p{Extended_Pictographic}/u.test(letter) ? 2 : 1),
    0,
  )
}
