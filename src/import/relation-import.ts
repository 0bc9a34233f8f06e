import { isConstraint } from '../version/constraint.js'
import type { Value } from './draft.js'

/** A relation as packages.yaml writes it: its name and its constraint. */
export interface ImportedRelation {
  readonly name: string
  /** `any`, or comparisons. */
  readonly constraint: string
}

/** Lists of relations by format; the same list for both where only one is stated. */
export interface FormatLists {
  readonly deb: readonly string[]
  readonly rpm: readonly string[]
}

/** Reads a relation as debs or rpms write it: `a`, `a (>= 1)`, `a >= 1`, `a | b`; undefined for what is none of these. */
export function parseRelation(text: string): ImportedRelation | undefined {
  const trimmed = text.trim()
  // rpm's conditions are kept as a name of their own, and so are dpkg's alternatives.
  if (/^\(.+ (?:if|or|and|with|without|unless) .+\)$/.test(trimmed) || trimmed.includes('|'))
    return { name: trimmed.replace(/\s*\|\s*/g, ' | '), constraint: 'any' }
  const [, name, , operator, version] = /^([^\s()<>=|,]+)\s*(\(?\s*([<>=]{1,2})\s*([^\s()]+)\s*\)?)?$/.exec(trimmed) ?? []
  if (name === undefined) return undefined
  if (operator === undefined || version === undefined) return { name, constraint: 'any' }
  const constraint = `${operator.replace('<<', '<').replace('>>', '>').replace('==', '=')} ${version}`
  return isConstraint(constraint) || version.includes('{') ? { name, constraint } : undefined
}

/**
 * The relations of a package by name, each for the formats that have it; what cannot be read is handed on.
 * @param refuse is told of a text and the format that has it
 */
export function importRelations(
  lists: FormatLists,
  refuse: (text: string, format: keyof FormatLists) => void,
): Record<string, Value> {
  const [deb, rpm] = [collect(lists.deb, 'deb', refuse), collect(lists.rpm, 'rpm', refuse)]
  const relations: Record<string, Value> = {}
  for (const name of new Set([...deb.keys(), ...rpm.keys()])) {
    const [one, other] = [deb.get(name), rpm.get(name)]
    if (one === other && one !== undefined && !/[|(]/.test(name)) relations[name] = one
    else {
      const cases = [describeCase(one, 'deb'), describeCase(other, 'rpm')].filter((each) => each !== undefined)
      relations[name] = cases.length === 1 && cases[0] !== undefined ? cases[0] : cases
    }
  }
  return relations
}

function collect(list: readonly string[], format: keyof FormatLists, refuse: (text: string, format: keyof FormatLists) => void) {
  const found = new Map<string, string>()
  for (const text of list) {
    const relation = parseRelation(text)
    // Each format has a syntax that the other lacks.
    const isForeign = /[|(]/.test(relation?.name ?? '') && relation?.name.startsWith('(') === (format === 'deb')
    if (relation === undefined || isForeign) {
      refuse(text, format)
      continue
    }
    const before = found.get(relation.name)
    const isBound = before !== undefined && before !== 'any' && relation.constraint !== 'any'
    found.set(relation.name, isBound ? `${before} ${relation.constraint}` : relation.constraint)
  }
  return found
}

function describeCase(constraint: string | undefined, format: string): Value | undefined {
  if (constraint === undefined) return undefined
  return constraint === 'any' ? { formats: [format] } : { version: constraint, formats: [format] }
}
