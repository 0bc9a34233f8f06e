/** How a project writes the tags of its versions: what stands before and behind the version. */
export interface TagTemplate {
  /** As the config says it: `api/v{version}`. */
  readonly text: string
  readonly before: string
  readonly behind: string
}

/** Reads a template; undefined for one that has not exactly one {version}, or anything else in braces. */
export function readTagTemplate(text: string): TagTemplate | undefined {
  const [before, behind, more] = text.split('{version}')
  if (before === undefined || behind === undefined || more !== undefined || /[{}\s]/.test(before + behind)) return undefined
  return { text, before, behind }
}

/** The version in a tag of the template; undefined for a tag of another. */
export function stripTag(tag: string, { before, behind }: TagTemplate): string | undefined {
  const trimmed = tag.trim()
  const isOwn = trimmed.startsWith(before) && trimmed.endsWith(behind) && trimmed.length > before.length + behind.length
  return isOwn ? trimmed.slice(before.length, trimmed.length - behind.length) : undefined
}

/** The template that would have told what a tag is: what stands before its last part that looks like a version. */
export function suggestTemplate(tag: string): string | undefined {
  const [, before] = /^(.*[^\d.v]v?|v?)\d+(?:\.\d+)+\S*$/.exec(tag.trim()) ?? []
  return before === undefined || before === '' || before === 'v' ? undefined : `${before}{version}`
}
