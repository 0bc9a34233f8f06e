/** What the suite has added to a project: only that is ever removed again. */
export interface ProjectRecord {
  readonly repositories: readonly RecordedRepository[]
  readonly people: readonly RecordedPerson[]
  readonly disables: readonly Disable[]
}

export interface RecordedRepository {
  readonly name: string
  readonly architectures: readonly string[]
  /** `project/repository`, in their order. */
  readonly paths: readonly string[]
}

export interface RecordedPerson {
  readonly kind: 'person' | 'group'
  readonly id: string
  readonly role: string
}

/** Where a package is not built: a repository, on one architecture or on all. */
export interface Disable {
  readonly package: string
  readonly repository: string
  readonly arch?: string
}

export const noRecord: ProjectRecord = { repositories: [], people: [], disables: [] }

/**
 * A project config as we find it: our block, which marks the project as made or adopted by obs-publish, and everything
 * around it, which is not ours.
 */
export interface ProjectConfig {
  /** Undefined when there is no block. */
  readonly record: ProjectRecord | undefined
  readonly before: string
  readonly block: string
  readonly after: string
}

const begin = '# >>> obs-publish: these lines follow from a packages.yaml, the others are left alone'
const end = '# <<< obs-publish'
const word = '# obs-publish '

/** Reads a project config (its comments begin with `#`, obs-build). A block without an end is none. */
export function readProjectConfig(text: string): ProjectConfig {
  const lines = text.split('\n')
  const first = lines.findIndex((line) => line.startsWith('# >>> obs-publish'))
  const last = lines.findIndex((line, index) => index > first && line.startsWith(end))
  if (first < 0 || last < 0) return { record: undefined, before: text, block: '', after: '' }
  const block = lines.slice(first, last + 1)
  const join = (part: readonly string[]) => part.map((line) => `${line}\n`).join('')
  return {
    record: readRecord(block),
    before: join(lines.slice(0, first)),
    block: join(block),
    after: lines.slice(last + 1).join('\n'),
  }
}

function readRecord(lines: readonly string[]): ProjectRecord {
  const words = lines.filter((line) => line.startsWith(word)).map((line) => line.slice(word.length).trim().split(/\s+/))
  const named = (kind: string) => words.flatMap(([first, ...rest]) => (first === kind ? [rest] : []))
  const paths = named('path')
  return {
    repositories: named('repository').map(([name = '', ...architectures]) => ({
      name,
      architectures,
      paths: paths.find(([of]) => of === name)?.slice(1) ?? [],
    })),
    people: (['person', 'group'] as const).flatMap((kind) => named(kind).map(([id = '', role = '']) => ({ kind, id, role }))),
    disables: named('disable').map(([name = '', repository = '', arch]) => ({
      package: name,
      repository,
      ...(arch === undefined ? {} : { arch }),
    })),
  }
}

/** Writes a config with another block; without one before, it goes to the end. */
export function writeProjectConfig({ before, block, after }: ProjectConfig, record: ProjectRecord, macros: string): string {
  // OBS shows repositories in an order of its own, which is no difference.
  const repositories = record.repositories.toSorted((left, right) => (left.name < right.name ? -1 : 1))
  const lines = [
    begin,
    ...repositories.flatMap(({ name, architectures, paths }) => [
      `${word}repository ${[name, ...architectures].join(' ')}`,
      ...(paths.length === 0 ? [] : [`${word}path ${[name, ...paths].join(' ')}`]),
    ]),
    ...record.people.map(({ kind, id, role }) => `${word}${kind} ${id} ${role}`),
    ...record.disables.map(
      ({ package: name, repository, arch }) => `${word}disable ${[name, repository, ...(arch ? [arch] : [])].join(' ')}`,
    ),
  ]
  const text = `${lines.join('\n')}\n${macros}${end}\n`
  if (block !== '') return `${before}${text}${after}`
  return before.trim() === '' ? text : `${before}${before.endsWith('\n') ? '' : '\n'}${text}`
}

/** Two records as one. */
export function joinRecords(left: ProjectRecord, right: ProjectRecord): ProjectRecord {
  const unique = <T>(items: readonly T[]) => [...new Map(items.map((item) => [JSON.stringify(item), item])).values()]
  const names = unique([...left.repositories, ...right.repositories].map(({ name }) => name))
  return {
    repositories: names.map((name) => {
      const both = [...left.repositories, ...right.repositories].filter((each) => each.name === name)
      return {
        name,
        architectures: unique(both.flatMap((each) => each.architectures)),
        paths: unique(both.flatMap((each) => each.paths)),
      }
    }),
    people: unique([...left.people, ...right.people]),
    disables: unique([...left.disables, ...right.disables]),
  }
}
