/** What the templates of project names may hold. */
export const projectPlaceholders = ['channel', 'minor']

/** What a download URL of a repository may hold. */
export const urlPlaceholders = ['project', 'project-path', 'builder']

/** What the version of a carried package may hold: the product's. */
export const versionPlaceholders = ['version', 'minor']

/** What a relation to another package may hold: the version of the package itself, as packages carry it. */
export const relationPlaceholders = ['package-version']

/** What the entry of a changelog may hold. */
export const changelogPlaceholders = ['version', 'package-version', 'minor', 'package', 'url']

/** What the address of a program may hold, and what each stands for. */
export const binaryPlaceholders = {
  version: 'The version of the package as its project writes it: 1.30.0-alpha.2.',
  'package-version': 'The same as packages carry it: 1.30.0~alpha.2.',
  'release-version': 'The version of the product; another one than {version} for carried packages.',
  minor: 'X.Y of the version of the package.',
  package: 'The name of the package.',
  binary: 'The `binary` or `member` that is looked for.',
  os: "Go's name of the operating system: linux.",
  goarch: "Go's name of the architecture: amd64, arm64, arm, ppc64le, s390x.",
  arch: 'Its OBS name: x86_64, aarch64, armv7l, ppc64le, s390x.',
  debarch: "dpkg's name of it: amd64, arm64, armhf, ppc64el, s390x.",
  goarm: "Go's GOARM of 32-bit ARM: 7 for armv7l, 6 for armv6l, else nothing.",
  assetarch: 'What `names` of the source says for the architecture.',
  exe: '.exe for Windows, else nothing.',
} as const

/** Fills `{name}` placeholders; a name without a value stays as it stands (the config was checked before). */
export function expandTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{([a-z0-9-]+)\}/g, (whole, name: string) => values[name] ?? whole)
}

/**
 * The same for a URL: values are encoded, so that the `+` of a nightly arrives as one. `url` and `sums` are
 * addresses themselves and stay as they are.
 */
export function expandUrl(template: string, values: Readonly<Record<string, string>>): string {
  const encoded = Object.entries(values).map(([name, value]) => [name, isAddress(name) ? value : encodeSegments(value)] as const)
  return expandTemplate(template, Object.fromEntries(encoded))
}

/** Whether what a template became is a URL, and no path. */
export function isUrl(location: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(location)
}

function isAddress(name: string): boolean {
  return name === 'url' || name === 'sums'
}

function encodeSegments(value: string): string {
  return value.split('/').map(encodeURIComponent).join('/')
}

/** What is wrong with the placeholders of a template, to follow the name of what holds it; one entry for each. */
export function judgePlaceholders(template: string, known: readonly string[]): readonly string[] {
  return [...template.matchAll(/\{([^{}]*)\}/g)].flatMap(([, name = '']) => {
    if (known.includes(name)) return []
    return [`has the unknown placeholder {${name}}; known here: ${known.map((each) => `{${each}}`).join(', ')}.`]
  })
}
