/** The lines of a section of a spec, without the empty ones. */
export function section(spec: string, name: string): string[] {
  const [, rest = ''] = spec.split(`\n%${name}\n`)
  const [body = ''] = rest.split(/\n%(?:description|prep|build|install|files|pre|post|preun|postun|changelog)\n/)
  return body.split('\n').filter((line) => line !== '')
}
