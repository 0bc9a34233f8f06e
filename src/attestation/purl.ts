/**
 * The package URL of a Go module (purl-spec, type golang): names in lower case, what is special in a version escaped; without
 * a version for one that was built from a folder.
 */
export function writeGolangPurl(path: string, version: string): string {
  const name = path.toLowerCase().split('/').map(encodeURIComponent).join('/')
  return version === '' || version === '(devel)' ? `pkg:golang/${name}` : `pkg:golang/${name}@${encodeURIComponent(version)}`
}
