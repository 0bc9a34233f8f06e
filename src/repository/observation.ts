/** Something that the metadata of a repository says, and whether it holds. */
export interface Observation {
  readonly subject: string
  readonly sound: boolean
  /** The facts seen, or what is wrong and what to do. */
  readonly told: string
}

export function sound(subject: string, told: string): Observation {
  return { subject, sound: true, told }
}

export function unsound(subject: string, told: string): Observation {
  return { subject, sound: false, told }
}
