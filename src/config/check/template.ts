import type { Config, Package, Source } from '../schema.js'
import {
  binaryPlaceholders,
  changelogPlaceholders,
  projectPlaceholders,
  urlPlaceholders,
  versionPlaceholders,
} from '../template.js'
import type { Finding } from './finding.js'

/** Finds placeholders that mean nothing where they stand. */
export function checkTemplates({ obs, packages }: Config): Finding[] {
  return [
    ...check(['obs', 'build-project'], obs['build-project'], projectPlaceholders),
    ...check(['obs', 'publish-project'], obs['publish-project'], projectPlaceholders),
    ...check(['obs', 'download-url'], obs['download-url'], urlPlaceholders),
    ...Object.entries(packages).flatMap(([name, pkg]) => checkPackage(['packages', name], pkg)),
  ]
}

function checkPackage(path: readonly string[], pkg: Package): Finding[] {
  return [
    ...Object.entries(pkg.version ?? {}).flatMap(([range, value]) =>
      check([...path, 'version', range], value, versionPlaceholders),
    ),
    ...check([...path, 'changelog', 'template'], pkg.changelog?.template, changelogPlaceholders),
    ...checkSource([...path, 'source'], pkg.source),
    ...Object.entries(pkg.files).flatMap(([to, { source }]) => checkSource([...path, 'files', to, 'source'], source)),
  ]
}

function checkSource(path: readonly string[], source: Source | undefined): Finding[] {
  if (source === undefined) return []
  const binary = Object.keys(binaryPlaceholders)
  const withUrl = [...binary, 'url']
  const text = (value: Source['sha256']) => (typeof value === 'string' ? value : undefined)
  return [
    ...check([...path, 'url'], source.url, binary),
    ...check([...path, 'folder'], source.folder, binary),
    ...check([...path, 'sha256'], text(source.sha256), withUrl),
    ...check([...path, 'sha512'], text(source.sha512), withUrl),
    ...check([...path, 'signature', 'url'], source.signature?.url, [...withUrl, 'sums']),
    ...check([...path, 'sigstore', 'bundle'], source.sigstore?.bundle, withUrl),
  ]
}

function check(path: readonly string[], template: string | undefined, known: readonly string[]): Finding[] {
  return [...(template?.matchAll(/\{([^{}]*)\}/g) ?? [])].flatMap(([, name = '']) => {
    if (known.includes(name)) return []
    const list = known.map((each) => `{${each}}`).join(', ')
    return [{ path, message: `${path.join('.')} has the unknown placeholder {${name}}; known here: ${list}.` }]
  })
}
