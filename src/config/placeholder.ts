import type { Fault } from './check.js'
import { listEntries } from './installed.js'
import type { Config, Package, Source } from './schema.js'
import {
  binaryPlaceholders,
  changelogPlaceholders,
  judgePlaceholders,
  projectPlaceholders,
  relationPlaceholders,
  urlPlaceholders,
  versionPlaceholders,
} from './template.js'
import type { Key } from './document.js'
import { relationKinds } from '../relation-kind.js'

/** Finds placeholders that mean nothing where they stand. */
export function checkTemplates({ obs, packages }: Config): Fault[] {
  return [
    ...check(['obs', 'build-project'], obs['build-project'], projectPlaceholders),
    ...check(['obs', 'publish-project'], obs['publish-project'], projectPlaceholders),
    ...check(['obs', 'download-url'], obs['download-url'], urlPlaceholders),
    ...Object.entries(packages).flatMap(([name, pkg]) => checkPackage(['packages', name], pkg)),
  ]
}

function checkPackage(path: readonly string[], pkg: Package): Fault[] {
  return [
    ...(pkg.version ?? []).flatMap(({ range, value }) => check([...path, 'version', range.text], value, versionPlaceholders)),
    ...check([...path, 'changelog', 'template'], pkg.changelog?.template, changelogPlaceholders),
    ...checkSource([...path, 'source'], pkg.source),
    ...listEntries(pkg).flatMap(({ entry: { source }, path: own }) => checkSource([...path, ...own, 'source'], source)),
    ...checkRelations(path, pkg),
  ]
}

function checkRelations(path: readonly string[], pkg: Package): Fault[] {
  return relationKinds.flatMap((kind) =>
    Object.entries(pkg[kind]).flatMap(([name, cases]) =>
      cases.flatMap(({ version, path: below }) => {
        const here = [...path, kind, name, ...below]
        const bounds =
          'holds' in version
            ? version.bounds.map((bound) => ({ at: here, bound }))
            : version.flatMap(({ range, value }) =>
                value.bounds.map((bound) => ({ at: [...here, 'versions', range.text], bound })),
              )
        return bounds.flatMap(({ at, bound }) => check(at, bound.version, relationPlaceholders))
      }),
    ),
  )
}

function checkSource(path: readonly string[], source: Source | undefined): Fault[] {
  if (source === undefined) return []
  const binary = Object.keys(binaryPlaceholders).filter((name) => name !== 'assetarch' || source.names !== undefined)
  const withUrl = [...binary, 'url']
  const text = (value: Source['sha256']) => (typeof value === 'string' ? value : undefined)
  return [
    ...(['url', 'folder'] as const).flatMap((key) => checkAddress([...path, key], source[key], binary)),
    ...check([...path, 'sha256'], text(source.sha256), withUrl),
    ...check([...path, 'sha512'], text(source.sha512), withUrl),
    ...check([...path, 'signature', 'url'], source.signature?.url, [...withUrl, 'sums']),
    ...check([...path, 'sigstore', 'bundle'], source.sigstore?.bundle, withUrl),
  ]
}

function checkAddress(path: readonly Key[], address: Source['url'], known: readonly string[]): Fault[] {
  if (typeof address !== 'object') return check(path, address, known)
  return Object.entries(address).flatMap(([architecture, template]) => check([...path, architecture], template, known))
}

function check(path: readonly Key[], template: string | undefined, known: readonly string[]): Fault[] {
  return judgePlaceholders(template ?? '', known).map((fault) => ({ path, message: `${path.join('.')} ${fault}` }))
}
