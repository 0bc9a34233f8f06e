import { createTwoFilesPatch } from 'diff'

/** The difference of two texts as a unified diff; empty when there is none. */
export function renderPatch(name: string, { before, after }: { readonly before: string; readonly after: string }): string {
  if (before === after) return ''
  const patch = createTwoFilesPatch(`${name} on OBS`, `${name} as the config says`, before, after, '', '', { context: 3 })
  // The library's first line separates files of a larger patch.
  return patch.replace(/^=+\n/, '')
}
