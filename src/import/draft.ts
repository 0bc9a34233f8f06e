/** What of a source could not be carried over, and where the reader of the new config will look for it. */
export interface Remark {
  /** Keys below the new config, as far as they exist there. */
  readonly at: readonly string[]
  /** A sentence: what was there, and what to do. */
  readonly text: string
}

/** A value of a YAML file. */
export type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value | undefined }

/** A package of the new config, in the order in which a reader wants its keys. */
export interface DraftPackage {
  readonly name: string
  readonly keys: Readonly<Record<string, Value | undefined>>
  /** OBS names of the architectures that it was made for; empty when its source does not say. */
  readonly architectures: readonly string[]
  /** Their `at` begins at the package. */
  readonly remarks: readonly Remark[]
}

/** A new config: what its packages are, and what is said of all. */
export interface Draft {
  /** How tags are written, where they say more than the version. */
  readonly tag?: string | undefined
  /** Where programs lie that `--binaries` takes, before there is a release that has them. */
  readonly binaries?: string | undefined
  /** The newest tag of the checkout. */
  readonly newest?: string | undefined
  readonly packages: readonly DraftPackage[]
}

/** What is known of the project around the packages. */
export interface Surroundings {
  /** `https://github.com/owner/repository`, or the home page; undefined when neither is known. */
  readonly url?: string | undefined
  /** The newest tag of the checkout. */
  readonly newest?: string | undefined
  /** `Name <address>`. */
  readonly maintainer?: string | undefined
  /** An SPDX expression. */
  readonly license?: string | undefined
  readonly env: Readonly<Record<string, string | undefined>>
  /** What lies at a path below the project. */
  look(path: string): Promise<Look>
}

/** What lies at a path of the project. */
export type Look =
  { readonly kind: 'absent' | 'folder' } | { readonly kind: 'file'; readonly isExecutable: boolean; readonly isProgram: boolean }

/** Takes remarks while something is read. */
export interface Notebook {
  readonly remarks: readonly Remark[]
  note(at: readonly string[], text: string): void
}

/** A notebook that is empty. */
export function openNotebook(): Notebook {
  const remarks: Remark[] = []
  return { remarks, note: (at, text) => void remarks.push({ at, text }) }
}

/** Leaves out what is empty: a reader does not want to see it. */
export function compact(keys: Readonly<Record<string, Value | undefined>>): Record<string, Value> {
  const kept: Record<string, Value> = {}
  for (const [key, value] of Object.entries(keys)) {
    const isEmpty = value === undefined || (typeof value === 'object' && Object.keys(value).length === 0)
    if (!isEmpty) kept[key] = value
  }
  return kept
}
