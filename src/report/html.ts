const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text that is HTML already; only {@link markup} makes it. */
export class Html {
  readonly text: string

  private constructor(text: string) {
    this.text = text
  }

  /** Joins the parts of a template, see {@link html}. */
  static join(strings: readonly string[], values: readonly Value[]): Html {
    return new Html(strings.map((string, index) => string + write(values[index])).join(''))
  }
}

type Value = string | number | Html | readonly Html[] | undefined | false

/** A template whose values are escaped, unless they are HTML that this function made itself. */
export function markup(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  return Html.join(strings, values)
}

/** Text as it stands in HTML, within elements and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => entities[letter] ?? letter)
}

function write(value: Value): string {
  if (value === undefined || value === false) return ''
  if (value instanceof Html) return value.text
  return typeof value === 'object' ? value.map(({ text }) => text).join('') : escapeHtml(String(value))
}
