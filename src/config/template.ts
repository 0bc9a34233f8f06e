import type { Config } from './schema.js'

/** Fills `{name}` placeholders; a name without a value stays as it stands (the config was checked before). */
export function expandTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{([a-z0-9-]+)\}/g, (whole, name: string) => values[name] ?? whole)
}

const project = ['channel', 'minor']
const binary = ['version', 'package-version', 'minor', 'package', 'binary', 'goarch', 'arch', 'debarch']

/** Finds placeholders that mean nothing where they stand. */
export function checkTemplates(config: Config): { path: (string | number)[]; message: string }[] {
  const found: { path: (string | number)[]; message: string }[] = []
  const check = (path: string[], template: string | undefined, known: readonly string[]) => {
    for (const [, name = ''] of template?.matchAll(/\{([^{}]*)\}/g) ?? []) {
      if (known.includes(name)) continue
      const list = known.map((each) => `{${each}}`).join(', ')
      found.push({ path, message: `${path.join('.')} has the unknown placeholder {${name}}; known here: ${list}.` })
    }
  }
  check(['obs', 'build-project'], config.obs['build-project'], project)
  check(['obs', 'publish-project'], config.obs['publish-project'], project)
  check(['obs', 'download-url'], config.obs['download-url'], ['project', 'project-path', 'builder'])
  for (const [name, { source }] of Object.entries(config.packages)) {
    check(['packages', name, 'source', 'url'], source.url, binary)
    check(['packages', name, 'source', 'folder'], source.folder, binary)
    if (typeof source.sha256 === 'string') check(['packages', name, 'source', 'sha256'], source.sha256, [...binary, 'url'])
  }
  return found
}
