import type { Osc } from '../../src/obs/osc.js'

/** Answers to reads by path: one for all times, or one after the other, the last for ever. */
export type Script = Readonly<Record<string, string | undefined | readonly (string | undefined)[]>>

/**
 * A fake osc that answers as scripted: OBS passes through states that no test can hold it in. Changes are
 * recorded, and so are reads; a path that is not in the script is an error of the test.
 */
export function scriptedOsc(
  script: Script,
  onChange: (method: string, path: string) => string = () => '<status code="ok"/>',
  user?: string,
): Osc & { readonly changes: readonly string[]; readonly bodies: readonly string[]; readonly reads: readonly string[] } {
  const counts = new Map<string, number>()
  const changes: string[] = []
  const bodies: string[] = []
  const reads: string[] = []
  return {
    changes,
    bodies,
    reads,
    account: () => Promise.resolve({ user, apiurl: undefined }),
    read(path) {
      const shown = decodeURIComponent(path)
      reads.push(shown)
      if (!(shown in script)) return Promise.reject(new Error(`the script has no answer to ${shown}`))
      const answers = script[shown]
      if (answers === undefined || typeof answers === 'string') return Promise.resolve(answers)
      const count = counts.get(shown) ?? 0
      counts.set(shown, count + 1)
      return Promise.resolve(answers[Math.min(count, answers.length - 1)])
    },
    download: (path) => Promise.reject(new Error(`the script has no file ${decodeURIComponent(path)}`)),
    change(method, path, { text = '' } = {}) {
      bodies.push(text)
      changes.push(`${method} ${decodeURIComponent(path)}`)
      try {
        return Promise.resolve(onChange(method, decodeURIComponent(path)))
      } catch (error) {
        return Promise.reject(error instanceof Error ? error : new Error(String(error)))
      }
    },
  }
}
