import { childOf, childrenOf, element, type Element } from '../xml.js'
import { noRecord, type ProjectRecord, type RecordedPerson, type RecordedRepository } from './project-record.js'
import { mergeRepository, nameTarget } from './repository-merge.js'

/** One way in which a live project is not the desired one. */
export interface Difference {
  readonly what: string
  /** The config has it no longer, and it stays: nothing is deleted unless that is allowed. */
  readonly kept?: true
  /** It is deleted. */
  readonly removes?: true
  /** The repository, and the architecture when it is not all of it, whose published packages a deletion takes from users. */
  readonly takes?: { readonly repository: string; readonly arch?: string }
}

/** A live _meta with what the desired one has. */
export interface Merged {
  readonly meta: Element
  readonly differences: readonly Difference[]
  /** What of it is ours: what was ours and is still there, and what this adds. */
  readonly record: Pick<ProjectRecord, 'repositories' | 'people'>
  /** What is there besides and stays, by name. */
  readonly foreign: readonly string[]
}

/** The order in which OBS's schema wants a project's elements. */
const order = [
  ...['title', 'description', 'url', 'link', 'mountproject', 'remoteurl', 'remoteproject', 'scmsync', 'devel', 'person', 'group'],
  ...[
    'lock',
    'build',
    'publish',
    'useforbuild',
    'debuginfo',
    'binarydownload',
    'sourceaccess',
    'access',
    'maintenance',
    'repository',
  ],
]

/**
 * Puts what a config says into a live project and keeps everything else: a PUT of a _meta replaces all of it. What the
 * record names as ours and the config has no longer is deleted when that is allowed, else kept and told.
 * @param record undefined for a project of an earlier version, in which what the config says counts as ours
 */
export function mergeMeta(live: Element, desired: Element, record: ProjectRecord | undefined, allowDelete: boolean): Merged {
  const differences: Difference[] = []
  const people = mergePeople(live, desired, record, allowDelete, differences)
  const repositories = mergeRepositories(live, desired, record, allowDelete, differences)
  const kind = desired.attributes['kind']
  if (kind !== undefined && live.attributes['kind'] !== kind) differences.push({ what: `lacks kind ${kind}` })
  const flags = childrenOf(desired, 'build').concat(childrenOf(desired, 'publish'))
  const flagged = flags.map((flag) => mergeFlag(childOf(live, flag.name), flag, differences))
  const replaced = ['person', 'group', 'repository', ...flags.map(({ name }) => name)]
  const others = live.children.filter(({ name }) => !replaced.includes(name))
  const children = [...others, ...people.elements, ...flagged, ...repositories.elements]
  const place = ({ name }: Element) => (order.includes(name) ? order.indexOf(name) : order.length - 1.5)
  return {
    meta: {
      ...live,
      attributes: { ...live.attributes, ...(kind === undefined ? {} : { kind }) },
      children: children.toSorted((left, right) => place(left) - place(right)),
    },
    differences,
    record: { repositories: repositories.record, people: people.record },
    foreign: [
      ...others.filter(({ name }) => name !== 'title' && name !== 'description').map(nameElement),
      ...people.foreign,
      ...repositories.foreign,
    ],
  }
}

function nameElement({ name, children, text }: Element): string {
  const content = children.map((child) => [child.name, ...Object.values(child.attributes)].join(' '))
  return [name, ...content, ...(text === '' ? [] : [text])].join(' ')
}

/** The flag as it is wanted for the whole project; what it says of single repositories and architectures stays. */
function mergeFlag(live: Element | undefined, desired: Element, differences: Difference[]): Element {
  const isGeneral = ({ attributes }: Element) => Object.keys(attributes).length === 0
  const general = live?.children.filter(isGeneral).map(({ name }) => name) ?? []
  const wanted = desired.children.map(({ name }) => name)
  if (live !== undefined && general.join() === wanted.join()) return live
  differences.push({ what: `lacks ${nameElement(desired)}` })
  return element(desired.name, {}, [...desired.children, ...(live?.children.filter((child) => !isGeneral(child)) ?? [])])
}

function toPerson({ name, attributes }: Element): RecordedPerson {
  const kind = name === 'group' ? 'group' : 'person'
  return { kind, id: attributes['userid'] ?? attributes['groupid'] ?? '', role: attributes['role'] ?? '' }
}

function mergePeople(
  live: Element,
  desired: Element,
  record: ProjectRecord | undefined,
  allowDelete: boolean,
  differences: Difference[],
) {
  const isPerson = ({ name }: Element) => name === 'person' || name === 'group'
  const key = (each: Element | RecordedPerson) => JSON.stringify('attributes' in each ? toPerson(each) : each)
  const found = live.children.filter(isPerson)
  const wanted = desired.children.filter(isPerson)
  const has = (list: readonly (Element | RecordedPerson)[], one: Element) => list.some((each) => key(each) === key(one))
  const ours = record?.people ?? wanted.map(toPerson)
  const missing = wanted.filter((each) => !has(found, each))
  const stale = found.filter((each) => has(ours, each) && !has(wanted, each))
  const describe = (each: Element) => `${toPerson(each).kind} ${toPerson(each).id} as ${toPerson(each).role}`
  for (const each of missing) differences.push({ what: `lacks ${describe(each)}` })
  for (const each of stale) {
    const what = `has ${describe(each)}, whom obs-publish added and the config no longer names`
    differences.push(allowDelete ? { what, removes: true } : { what, kept: true })
  }
  const elements = [...found.filter((each) => !(allowDelete && has(stale, each))), ...missing]
  return {
    elements,
    record: elements.filter((each) => has(ours, each) || has(missing, each)).map(toPerson),
    foreign: found.filter((each) => !has(ours, each) && !has(wanted, each)).map(describe),
  }
}

function mergeRepositories(
  live: Element,
  desired: Element,
  record: ProjectRecord | undefined,
  allowDelete: boolean,
  differences: Difference[],
) {
  const nameOf = ({ attributes }: Element) => attributes['name'] ?? ''
  const found = childrenOf(live, 'repository')
  const wanted = childrenOf(desired, 'repository')
  const recorded = record?.repositories ?? wanted.map(recordOf)
  const elements: Element[] = []
  const kept: RecordedRepository[] = []
  const foreign: string[] = []
  for (const repository of found) {
    const name = nameOf(repository)
    const target = wanted.find((each) => nameOf(each) === name)
    const ours = recorded.find((each) => each.name === name)
    if (target !== undefined) {
      const merged = mergeRepository(repository, target, ours ?? { name, architectures: [], paths: [] }, allowDelete)
      elements.push(merged.element)
      differences.push(...merged.differences)
      foreign.push(...merged.foreign)
      kept.push(merged.record)
    } else if (ours !== undefined) {
      const what = `has repository ${name}, which obs-publish made and the config no longer names`
      differences.push(allowDelete ? { what, removes: true, takes: { repository: name } } : { what, kept: true })
      if (!allowDelete) {
        elements.push(repository)
        kept.push(ours)
      }
    } else {
      elements.push(repository)
      foreign.push(`repository ${name}`)
    }
  }
  for (const repository of wanted.filter((each) => !found.some((other) => nameOf(other) === nameOf(each)))) {
    differences.push({ what: `lacks repository ${nameOf(repository)}` })
    elements.push(repository)
    kept.push(recordOf(repository))
  }
  return { elements, record: kept, foreign }
}

/** All that a repository has, as ours. */
export function recordOf(repository: Element): RecordedRepository {
  return {
    name: repository.attributes['name'] ?? '',
    architectures: childrenOf(repository, 'arch').map(({ text }) => text),
    paths: childrenOf(repository, 'path').map(nameTarget),
  }
}

/** What of a project that is yet to be made will be ours: all of it. */
export function recordAll(desired: Element): ProjectRecord {
  const people = desired.children.filter(({ name }) => name === 'person' || name === 'group').map(toPerson)
  return { ...noRecord, repositories: childrenOf(desired, 'repository').map(recordOf), people }
}
