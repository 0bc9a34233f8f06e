import { childrenOf, type Element } from '../xml.js'

/** One way in which a live project is not the desired one. */
export interface MetaDifference {
  readonly what: string
  /** The live project has something that writing the desired one would take away. */
  readonly removes: boolean
}

/** A part of a _meta that can be there or not, alone of its kind or beside others. */
interface Fact {
  /** Where it is: empty for the project, `repository deb: ` for a repository. */
  readonly scope: string
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly text: string
}

/** Elements that are kept as they are found: people, and what only people read. */
const kept = ['title', 'description', 'person', 'group']
const flags = ['access', 'sourceaccess', 'lock', 'debuginfo', 'useforbuild', 'build', 'publish']

/**
 * Tells how a live project differs from the desired one. A PUT of a _meta replaces all of it, so that what the live one
 * has besides would be gone. The order of repositories and architectures is no difference (OBS turns that of the
 * repositories around), the order of a repository's paths is: packages come from the first path that has them.
 */
export function compareMeta(desired: Element, live: Element): readonly MetaDifference[] {
  const wanted = factsOf(desired)
  const found = factsOf(live)
  const people = (meta: Element) => childrenOf(meta, 'person').map((person) => fact('', person))
  const missing = [...people(desired).filter((each) => !people(live).some((other) => same(each, other))), ...wanted].filter(
    (each) => !found.some((other) => same(each, other)),
  )
  const surplus = found.filter((each) => !wanted.some((other) => covers(other, each)))
  return [
    ...compareKind(desired, live),
    ...outermost(missing).map((each) => ({ what: `lacks ${describe(each, desired)}`, removes: false })),
    ...outermost(surplus).map((each) => ({ what: `has ${describe(each, live)}`, removes: true })),
    ...comparePaths(desired, live),
  ]
}

/** A project without repositories can become of any kind; in any other, the kind decides how packages are released. */
function compareKind(desired: Element, live: Element): readonly MetaDifference[] {
  const { kind: wanted = 'standard' } = desired.attributes
  const { kind } = live.attributes
  if ((kind ?? 'standard') === wanted) return []
  const lacks = { what: `lacks kind ${wanted}`, removes: false }
  if (kind === undefined && childrenOf(live, 'repository').length === 0) return [lacks]
  return [lacks, { what: `has kind ${kind ?? 'standard'}`, removes: true }]
}

function comparePaths(desired: Element, live: Element): readonly MetaDifference[] {
  return childrenOf(live, 'repository').flatMap((repository) => {
    const { name = '' } = repository.attributes
    const wanted = childrenOf(desired, 'repository').find((other) => other.attributes['name'] === name)
    const pathsOf = (each: Element) => childrenOf(each, 'path').map(nameTarget)
    const found = pathsOf(repository)
    const expected = wanted ? pathsOf(wanted).filter((path) => found.includes(path)) : []
    if (expected.length < found.length || expected.every((path, index) => path === found[index])) return []
    return [{ what: `has repository ${name}: its paths in the order ${found.join(', ')}`, removes: true }]
  })
}

function nameTarget({ attributes }: Element): string {
  return `${attributes['project']}/${attributes['repository']}`
}

/** What can be missing or too much, apart from the kind and the people. */
function factsOf(meta: Element): readonly Fact[] {
  const others = Object.entries(meta.attributes).filter(([name]) => name !== 'name' && name !== 'kind')
  return [
    ...attributeFacts('', Object.fromEntries(others)),
    ...meta.children.filter(({ name }) => !kept.includes(name)).flatMap((child) => childFacts(child)),
  ]
}

function childFacts(child: Element): readonly Fact[] {
  if (child.name === 'repository') {
    const { name = '', ...attributes } = child.attributes
    const scope = `repository ${name}: `
    // What OBS does anyway, written or not.
    const { rebuild = 'transitive', ...others } = attributes
    const settings = rebuild === 'transitive' ? others : { rebuild, ...others }
    const repository: Fact = { scope: '', name: `repository ${name}`, attributes: {}, text: '' }
    return [repository, ...attributeFacts(scope, settings), ...child.children.map((each) => fact(scope, each))]
  }
  if (child.children.length > 0) return child.children.map((each) => ({ ...fact('', each), name: `${child.name} ${each.name}` }))
  const isEmpty = child.text === '' && Object.keys(child.attributes).length === 0
  return isEmpty && flags.includes(child.name) ? [] : [fact('', child)]
}

function attributeFacts(scope: string, attributes: Readonly<Record<string, string>>): readonly Fact[] {
  return Object.entries(attributes).map(([name, text]) => ({ scope, name, attributes: {}, text }))
}

function fact(scope: string, { name, attributes, text }: Element): Fact {
  return { scope, name, attributes, text }
}

/** A repository that is missing or too much stands for all that is in it. */
function outermost(facts: readonly Fact[]): readonly Fact[] {
  return facts.filter(({ scope }) => !facts.some((other) => scope === `${other.name}: `))
}

function same(left: Fact, right: Fact): boolean {
  return covers(left, right) && covers(right, left)
}

/** Whether one fact says all that the other says. */
function covers(fact: Fact, other: Fact): boolean {
  return (
    fact.scope === other.scope &&
    fact.name === other.name &&
    fact.text === other.text &&
    Object.entries(other.attributes).every(([name, value]) => fact.attributes[name] === value)
  )
}

function describe({ scope, name, attributes, text }: Fact, meta: Element): string {
  if (name === 'person') return `person ${attributes['userid']} as ${attributes['role']}`
  const words = Object.entries(attributes).map(([key, value]) => ` ${key}=${value}`)
  const inside = factsOf(meta).filter((each) => each.scope === `${name}: `)
  const content = inside.map((each) => describe({ ...each, scope: '' }, meta)).join('; ')
  return `${scope}${name}${words.join('')}${text === '' ? '' : ` ${text}`}${content === '' ? '' : ` (${content})`}`
}
