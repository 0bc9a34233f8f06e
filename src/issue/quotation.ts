import { clip } from '../report/foreign-text.js'
import { quoteCell } from '../report/markdown.js'

/** Between what GitHub would read as one word. */
const gap = '\u200B'

/**
 * Text that calls nobody and points to nothing: GitHub notifies whom an issue mentions (`@name`), and shows on other issues
 * (`#1`, `GH-1`, their addresses) that this one speaks of them. Code is not spared, as what counts as code is GitHub's to say.
 */
export function silence(text: string): string {
  return text
    .replace(/(?<![\p{L}\p{N}])@(?=[\p{L}\p{N}])/gu, `@${gap}`)
    .replace(/#(?=\d)/g, `#${gap}`)
    .replace(/\bGH-(?=\d)/gi, (word) => `${word}${gap}`)
    .replace(
      /(?:https?:\/\/|\bwww\.)(?=[^\s/]+\/[^\s/]+\/[^\s/]+\/(?:issues|pulls?|discussions|commits?)\b)/gi,
      (start) => `${start}${gap}`,
    )
}

/** Text of others as a cell of a table or a line of an issue, at most so many bytes of it. */
export function quote(text: string, bytes = 1000): string {
  return quoteCell(silence(clip(text, bytes)))
}

/** A link to an address; the words alone when it is none of the web, or one that GitHub would tell others about. */
export function link(words: string, address: string | undefined): string {
  const url = address === undefined || !URL.canParse(address) ? undefined : new URL(address)
  if (url === undefined || !/^https?:$/.test(url.protocol) || silence(url.href) !== url.href) return words
  return `[${words}](${url.href.replace(/[()|]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`)})`
}
