/** A request to OBS. */
export interface OscRequest {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE'
  /** From the API's root, with its query. */
  readonly path: string
  /** What is sent: text, or the path of a file, which is streamed. */
  readonly text?: string | undefined
  readonly file?: string | undefined
  /** The path of a file to which the content of a good answer is written as it is; its `body` is then empty. */
  readonly into?: string | undefined
  /** Seconds until it is given up. */
  readonly timeout: number
}

/** What OBS answered, whatever the status is. */
export interface Answer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A request that brought no answer, or not all of one: why. Whether it had an effect is not known. */
export interface Silence {
  readonly silence: string
}

/** The one way to OBS: osc, with whatever credentials it was given. */
export interface Transport {
  send(request: OscRequest): Promise<Answer | Silence>
  /** The user that osc's config names for the instance, when it is known. */
  readonly user: string | undefined
  /** The address of the instance's API, when it is known. */
  readonly apiurl: string | undefined
}

/** Which OBS is talked to, and how. */
export interface OscOptions {
  /** The instance's API; without it the one that osc's config names first. */
  readonly apiurl?: string | undefined
  /** osc's config, in place of the one that OSC_CONFIG names. */
  readonly config?: string | undefined
  /** Milliseconds after which a request that has not ended is given up; one that sends a file gets longer. */
  readonly timeout?: number | undefined
}
