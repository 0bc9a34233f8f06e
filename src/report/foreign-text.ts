/** What steers a terminal or turns the direction of reading, and could show another text than there is. */
const steering = /(?!\s)\p{Cc}|[\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu

/** Text of others on one line, without characters that are not seen but change what is. */
export function flatten(text: string): string {
  return text.replace(/\s+/g, ' ').trim().replace(steering, '\uFFFD')
}

/** A part of a text: what stands between backticks is code. */
export interface Part {
  readonly isCode: boolean
  readonly text: string
}

/** Splits a text at its pairs of single backticks; any other backtick is a letter. */
export function splitCode(text: string): readonly Part[] {
  return text
    .split(/(?<!`)`([^`]+)`(?!`)/)
    .map((part, index) => ({ isCode: index % 2 === 1, text: part }))
    .filter((part) => part.text !== '')
}

/** As much of a text as has this many bytes when written with `write`; an ellipsis tells that there was more. */
export function clip(text: string, bytes: number, write: (letter: string) => string = (letter) => letter): string {
  // No way of writing used here needs more bytes for a letter.
  if (text.length * 6 <= bytes) return text
  let left = bytes
  let end = 0
  for (const letter of text) {
    left -= Buffer.byteLength(write(letter))
    if (left < 0) return `${text.slice(0, end)}…`
    end += letter.length
  }
  return text
}
