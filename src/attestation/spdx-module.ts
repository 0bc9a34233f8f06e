import type { GoBuild, GoModule } from '../package/go-build.js'
import { writeGolangPurl } from './purl.js'
import { unsaid, type SpdxPackage, type SpdxRelationship } from './spdx-element.js'

/** The modules that programs of Go are made of, each once. */
export interface ModuleBook {
  /** What links a program with the modules that are in it, and with the one that it was built from. */
  readonly add: (program: string, build: GoBuild) => readonly SpdxRelationship[]
  readonly packages: () => readonly SpdxPackage[]
}

/** Opens a book whose elements are numbered in the order in which they are met. */
export function openModules(): ModuleBook {
  const known = new Map<string, SpdxPackage>()
  const idOf = (module: GoModule): string => {
    const key = [module.path, module.version, module.sum, module.replaces ?? ''].join('\n')
    const found = known.get(key) ?? describe(`SPDXRef-Module-${known.size + 1}`, module)
    known.set(key, found)
    return found.SPDXID
  }
  return {
    add(program, { go, main, modules }) {
      const link = (module: GoModule, relationshipType: SpdxRelationship['relationshipType']): SpdxRelationship => ({
        spdxElementId: program,
        relationshipType,
        relatedSpdxElement: idOf(module),
      })
      // Every program has Go's own library, which is a module for those who look for weaknesses.
      const library = { path: 'stdlib', version: go.replace(/^go/, '').split(' ')[0] ?? '', sum: '' }
      return [
        ...(main === undefined ? [] : [link(main, 'GENERATED_FROM')]),
        ...[library, ...modules].map((module) => link(module, 'STATIC_LINK')),
      ]
    },
    packages: () => [...known.values()],
  }
}

function describe(id: string, { path, version, sum, replaces }: GoModule): SpdxPackage {
  const isKnown = version !== '' && version !== '(devel)'
  const told = [
    ...(replaces === undefined ? [] : [`in place of ${replaces}`]),
    ...(sum === '' ? [] : [`go.sum: ${sum}`]),
    ...(isKnown ? [] : ['built from a folder, of which the program states no version']),
  ]
  return {
    SPDXID: id,
    name: path,
    ...(isKnown ? { versionInfo: version } : {}),
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    licenseDeclared: 'NOASSERTION',
    ...unsaid,
    ...(told.length === 0 ? {} : { comment: told.join('; ') }),
    externalRefs: [
      { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: writeGolangPurl(path, version) },
    ],
  }
}
