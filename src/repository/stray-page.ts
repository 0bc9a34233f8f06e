/** What a page of HTML that came in place of a file is called: by its title; undefined for what is none. */
export function describeHtml(start: string): string | undefined {
  if (!/^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body)\b/is.test(start)) return undefined
  const title = /<title[^>]*>([^<]{1,200})/i.exec(start)?.[1]?.replaceAll(/\s+/g, ' ').trim()
  return title === undefined || title === '' ? 'an HTML page' : `an HTML page with the title ${JSON.stringify(title)}`
}
