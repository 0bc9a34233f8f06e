import type { Host } from '../host/host.js'
import type { Inputs, InputValues } from './input.js'

/** A value an operation hands on; doors write structured ones as JSON. */
export type OutputValue = string | number | boolean | readonly unknown[] | Readonly<Record<string, unknown>>

/** An output: what it holds, and of which type it is. */
export interface Output<T extends OutputValue> {
  readonly description: string
  /** Never there; it carries the type. */
  readonly of?: T
}

/** Declares an output; text when nothing else is said. */
export function output<T extends OutputValue = string>(description: string): Output<T> {
  return { description }
}

/** The named outputs of an operation; names are kebab-case. */
export type Outputs = Readonly<Record<string, Output<OutputValue>>>

/** The outputs of a run, as far as they are known. */
export type OutputValues<O extends Outputs> = { readonly [K in keyof O]?: O[K] extends Output<infer T> ? T : never }

export interface Context<I extends Inputs, O extends Outputs> {
  readonly inputs: InputValues<I>
  readonly host: Host
  /** Hands over outputs as soon as they are known, so that they are set even when a later step fails. */
  readonly set: (outputs: OutputValues<O>) => void
  /** Remembers a value for the `post` step. */
  readonly saveState: (name: string, value: string) => void
}

/** One thing the suite does, with two doors: a GitHub action and a command. */
export interface Operation<I extends Inputs = Inputs, O extends Outputs = Outputs> {
  /** Kebab-case; the name of the action's folder and of the command. */
  readonly name: string
  /** One sentence. */
  readonly summary: string
  readonly inputs: I
  readonly outputs: O
  /** What the same command does after one that was interrupted; without it nothing but files on this machine was changed. */
  readonly resumption?: string
  run(context: Context<I, O>): Promise<void>
  /**
   * The outputs as Markdown for the job summary and as text for a person at a terminal; a job summary is also told why the
   * run failed, for reports that say the verdict.
   */
  readonly report: (outputs: OutputValues<O>, problems?: readonly string[]) => string
  /** Clean-up after the job: removes only what this run recorded, twice without harm. */
  readonly post?: (state: (name: string) => string, host: Host) => Promise<void>
}

/** Declares an operation; the types of inputs and outputs follow from the record. */
export function operation<const I extends Inputs, const O extends Outputs>(declaration: Operation<I, O>): Operation<I, O> {
  return declaration
}

/** An operation whose inputs and outputs are only known by their declaration. */
export interface AnyOperation extends Omit<Operation, 'run' | 'report'> {
  // A door hands over what parseInputs made of exactly the declared inputs, so it need not know their types.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  run(context: Context<any, any>): Promise<void>
  // The same for the outputs that run handed over.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly report: (outputs: OutputValues<any>, problems?: readonly string[]) => string
}

/** An output as text, in a report or as the output of an action. */
export function showOutput(value: OutputValue | undefined): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value ?? '')
}
