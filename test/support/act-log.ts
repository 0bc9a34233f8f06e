export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice'
  readonly message: string
}

/** What act told of a workflow run. */
export interface ActLog {
  /** The result of every job that ran, by its id; a leg of a matrix is `id (value)`. Jobs that were skipped are missing. */
  readonly jobs: Readonly<Record<string, string>>
  /** The outputs of the steps, by `job.step`; a step without an id has its number, from 0. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly annotations: readonly Annotation[]
  /** The job summaries, in the order of writing. */
  readonly summaries: readonly string[]
  /** Everything that a person would see, to be shown when a test fails. */
  readonly log: string
}

/** A line that act writes with --json, as far as it is read here. */
interface Event {
  readonly msg?: string
  readonly jobID?: string
  readonly matrix?: Readonly<Record<string, unknown>>
  readonly stepID?: readonly string[]
  readonly command?: string
  readonly name?: string
  readonly arg?: string
  readonly content?: string
  readonly jobResult?: string
}

/** Reads what act wrote with --json: a JSON object on each line, and text where act itself failed. */
export function readActLog(stdout: string, stderr: string): ActLog {
  const jobs: Record<string, string> = {}
  const outputs: Record<string, Record<string, string>> = {}
  const annotations: Annotation[] = []
  const summaries: string[] = []
  const log: string[] = []
  for (const line of stdout.split('\n').filter((each) => each !== '')) {
    if (!line.startsWith('{')) {
      log.push(line)
      continue
    }
    const event = JSON.parse(line) as Event // act writes it so
    const job = nameJob(event)
    log.push(`[${job}] ${(event.msg ?? '').trimEnd()}`)
    if (event.jobResult !== undefined) jobs[job] = event.jobResult
    if (event.command === 'set-output' && event.name !== undefined) {
      const step = `${job}.${event.stepID?.join('.') ?? ''}`
      outputs[step] = { ...outputs[step], [event.name]: event.arg ?? '' }
    }
    if (event.command === 'summary') summaries.push(event.content ?? '')
    const level = event.command
    if (level === 'error' || level === 'warning' || level === 'notice') annotations.push({ level, message: event.arg ?? '' })
  }
  return { jobs, outputs, annotations, summaries, log: [...log, stderr].join('\n') }
}

function nameJob({ jobID = '', matrix = {} }: Event): string {
  const values = Object.values(matrix).map((value) =>
    typeof value === 'object' && value !== null ? Object.values(value).sort().join(' ') : value,
  )
  return values.length === 0 ? jobID : `${jobID} (${values.map(String).join(', ')})`
}
