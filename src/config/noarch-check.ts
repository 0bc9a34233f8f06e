import { noarch } from '../architecture.js'
import type { Fault } from './check.js'
import { listEntries } from './installed.js'
import { relationKinds } from '../relation-kind.js'
import type { Config, Package, Source } from './schema.js'

/** Finds what packages for every machine cannot have. */
export function checkNoarch({ packages }: Config): Fault[] {
  return Object.entries(packages).flatMap(([name, pkg]) => {
    const { architectures = [] } = pkg
    if (!architectures.includes(noarch)) return []
    const path = ['packages', name, 'architectures']
    if (architectures.length > 1) {
      const others = architectures.filter((each) => each !== noarch).join(', ')
      const message = `${path.join('.')} has noarch beside ${others || 'itself'}: a package is for every machine, and is built once, or for some; write [noarch] alone, or let what differs be a package of its own.`
      return [{ path, message }]
    }
    return [...checkSources(name, pkg), ...checkFiles(name, pkg), ...checkRelations(name, pkg)]
  })
}

const perMachine = /\{(?:goarch|goarm|arch|assetarch|debarch)\}/

function checkSources(name: string, pkg: Package): Fault[] {
  const sources: { path: string[]; source: Source }[] = [
    ...(pkg.source === undefined ? [] : [{ path: ['source'], source: pkg.source }]),
    ...listEntries(pkg).flatMap(({ entry: { source }, path }) =>
      source === undefined ? [] : [{ path: [...path, 'source'], source }],
    ),
  ]
  return sources.flatMap(({ path, source }) =>
    Object.entries(source).flatMap(([key, value]): Fault[] => {
      const placeholder = typeof value === 'string' ? perMachine.exec(value)?.[0] : undefined
      const isTable = ['url', 'folder'].includes(key) && typeof value === 'object'
      if (placeholder === undefined && !isTable) return []
      const whole = ['packages', name, ...path, key]
      const message = `${whole.join('.')} has ${placeholder ?? 'an address for each architecture'}, and the package is for every machine (architectures: [noarch]): take what is the same for all, or leave noarch out.`
      return [{ path: whole, message }]
    }),
  )
}

function checkFiles(name: string, pkg: Package): Fault[] {
  const units = Object.entries(pkg.units).map(([unit, entry]) => ({ entry, path: ['units', unit] }))
  return [...listEntries(pkg), ...units].flatMap(({ entry, path }): Fault[] => {
    if (entry.architectures === undefined) return []
    const whole = ['packages', name, ...path, 'architectures']
    const message = `${whole.join('.')} narrows a file, and a package for every machine (noarch) is the same on all of them; leave it out.`
    return [{ path: whole, message }]
  })
}

function checkRelations(name: string, pkg: Package): Fault[] {
  return relationKinds.flatMap((kind) =>
    Object.entries(pkg[kind]).flatMap(([other, cases]) =>
      cases.flatMap(({ architectures, path }): Fault[] => {
        if (architectures === undefined) return []
        const whole = ['packages', name, kind, other, ...path, 'architectures']
        const message = `${whole.join('.')} narrows a relation, and a package for every machine (noarch) is the same on all of them; leave it out.`
        return [{ path: whole, message }]
      }),
    ),
  )
}
