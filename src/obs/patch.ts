/** The difference of two texts as a unified diff; empty when there is none. */
export async function renderPatch(
  name: string,
  { before, after }: { readonly before: string; readonly after: string },
): Promise<string> {
  if (before === after) return ''
  // Only here, because it costs every start of a command that shows none.
  const { createTwoFilesPatch } = await import('diff')
  const patch = createTwoFilesPatch(`${name} on OBS`, `${name} as the config says`, before, after, '', '', { context: 3 })
  // The library's first line separates files of a larger patch.
  return patch.replace(/^=+\n/, '')
}
