import { UserError } from '../error.js'
import type { PackageModel } from '../package/package-model.js'
import { comparePackages } from './package-difference.js'

/** A package of one side or of both. */
export type Pair =
  | { readonly left: PackageModel; readonly right: PackageModel }
  | { readonly left: PackageModel; readonly right?: never }
  | { readonly left?: never; readonly right: PackageModel }

type Packages = readonly PackageModel[]

/**
 * Pairs the packages of two sides by name, architecture and format; by their version too when a side holds several of
 * one. Two packages alone are a pair whatever they are called, and the formats do not count when one side has only debs
 * and the other only rpms. Throws a {@link UserError} for two packages of one side that nothing tells apart.
 */
export function pairPackages(left: Packages, right: Packages): readonly Pair[] {
  const [lefts, rights] = [dropCopies(left), dropCopies(right)]
  const alone = takeOnly(lefts, rights)
  if (alone !== undefined) return [alone]
  const isForeign = areForeign(lefts, rights)
  const keyOf = (model: PackageModel) => [model.name, model.architecture, ...(isForeign ? [] : [model.format])].join(' ')
  return pairBy(keyOf, lefts, rights, (here, there) => {
    const pair = takeOnly(here, there)
    return pair === undefined ? pairBy(({ version }) => version, here, there, takeFirst) : [pair]
  })
}

function takeOnly([left, ...others]: Packages, [right, ...more]: Packages): Pair | undefined {
  return left && right && others.length === 0 && more.length === 0 ? { left, right } : undefined
}

function takeFirst([left]: Packages, [right]: Packages): readonly Pair[] {
  if (left) return [right ? { left, right } : { left }]
  return right ? [{ right }] : []
}

function pairBy(
  keyOf: (model: PackageModel) => string,
  left: Packages,
  right: Packages,
  pair: (left: Packages, right: Packages) => readonly Pair[],
): readonly Pair[] {
  const [lefts, rights] = [group(left, keyOf), group(right, keyOf)]
  const keys = [...new Set([...lefts.keys(), ...rights.keys()])].sort()
  return keys.flatMap((key) => pair(lefts.get(key) ?? [], rights.get(key) ?? []))
}

function group(models: Packages, keyOf: (model: PackageModel) => string): ReadonlyMap<string, Packages> {
  const groups = new Map<string, Packages>()
  for (const model of models) groups.set(keyOf(model), [...(groups.get(keyOf(model)) ?? []), model])
  return groups
}

function areForeign(left: Packages, right: Packages): boolean {
  const formats = (models: Packages) => [...new Set(models.map(({ format }) => format))].join(' ')
  return ['deb rpm', 'rpm deb'].includes(`${formats(left)} ${formats(right)}`)
}

/** A package for every machine may lie in the folder of each. */
function dropCopies(models: Packages): Packages {
  const keyOf = ({ format, name, version, architecture }: PackageModel) => [format, name, version, architecture].join(' ')
  return [...group(models, keyOf)].flatMap(([key, [first, ...others]]) => {
    const other = others.find((model) => first && comparePackages(first, model).length > 0)
    if (first && other)
      throw new UserError(
        `${first.file} and ${other.file} are both ${key} and differ: give a folder that holds each package once.`,
      )
    return first ? [first] : []
  })
}
