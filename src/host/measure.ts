import { redactUrl, WorkError } from '../error.js'

const units = [
  ['GiB', 1024 ** 3],
  ['MiB', 1024 ** 2],
  ['KiB', 1024],
] as const

/** A size for people: `1 GiB`, `1.5 MiB`, `12 bytes`. */
export function formatSize(bytes: number): string {
  const [unit, size] = units.find(([, each]) => bytes >= each) ?? ['bytes', 1]
  return `${Number((bytes / size).toFixed(1))} ${unit}`
}

/** Something is larger than it may be. */
export class TooLargeError extends WorkError {
  /** In bytes. */
  readonly limit: number

  constructor(message: string, limit: number) {
    super(message)
    this.limit = limit
  }
}

/** The error of a body that is larger than it may be. */
export function tooLarge(url: string, limit: number): TooLargeError {
  return new TooLargeError(
    `${redactUrl(url)} is larger than ${formatSize(limit)}, the most that may be read; check the address or raise max-size.`,
    limit,
  )
}

/** A span of time for people: `1h05m`, `2m03s` or `7s`. */
export function formatSpan(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000)
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60]
  const two = (value: number) => String(value).padStart(2, '0')
  if (h > 0) return `${h}h${two(m)}m`
  return m > 0 ? `${m}m${two(s)}s` : `${s}s`
}
