import { flatten, splitCode } from './foreign-text.js'

/** Text of others as one cell of a Markdown table: it shows what it says, and says nothing to who renders it. */
export function quoteCell(text: string): string {
  const parts = splitCode(flatten(text))
  const words = parts.map((part) => (part.isCode ? '' : part.text)).join('')
  // A lone mark means nothing, and versions are full of them.
  const paired = ['*', '~'].filter((mark) => words.split(mark).length > 2)
  return parts.map((part) => (part.isCode ? quoteCode(part.text) : escape(part.text, paired))).join('')
}

/** A backslash before a pipe cannot be written in code: such code becomes words. */
function quoteCode(code: string): string {
  return code.includes('\\') ? escape(`\`${code}\``, ['*', '~']) : `\`${code.replaceAll('|', '\\|')}\``
}

function escape(text: string, paired: readonly string[]): string {
  return text.replace(
    /\\(?=[!-/:-@[-`{-~])|[`[\]|*~]|<(?=[a-z/!?])|&(?=#?\w+;)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/giu,
    (mark) => {
      if (mark === '<') return '&lt;'
      if (mark === '&') return '&amp;'
      return (mark === '*' || mark === '~') && !paired.includes(mark) ? mark : `\\${mark}`
    },
  )
}
