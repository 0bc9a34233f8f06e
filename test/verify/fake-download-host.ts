import { writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { ServiceError } from '../../src/error.js'
import type { Http } from '../../src/host/http.js'

/** A fake download host, and what it was asked for. */
export interface FakeDownloadHost {
  readonly http: Http
  readonly asked: readonly string[]
}

/** A fake download host that has nothing. */
export function emptyDownloadHost(): FakeDownloadHost {
  return fakeDownloadHost({})
}

/** A fake download host that has these texts, by address. */
export function fakeDownloadHost(files: Readonly<Record<string, string>>): FakeDownloadHost {
  const asked: string[] = []
  const find = (url: string) => {
    asked.push(url)
    return files[url]
  }
  const require = (url: string) => {
    const text = find(url)
    if (text === undefined) throw new ServiceError({ url, status: 404, reason: 'not found' })
    return text
  }
  return {
    asked,
    http: {
      async read(url, consume) {
        const text = find(url)
        return text === undefined ? undefined : await consume(Readable.from([Buffer.from(text)]))
      },
      text: async (url) => Promise.resolve(require(url)),
      bytes: (url) => {
        const text = find(url)
        return Promise.resolve(text === undefined ? undefined : Buffer.from(text))
      },
      download: async (url, file) => writeFile(file, require(url)),
      exchange: ({ url }) => Promise.reject(new Error(`nobody sends anything to ${url}`)),
    },
  }
}
