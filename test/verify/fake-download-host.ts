import { ServiceError } from '../../src/error.js'
import type { Http } from '../../src/host/http.js'

/** A fake download host that has nothing, and remembers what it was asked for. */
export function emptyDownloadHost(): { readonly http: Http; readonly asked: readonly string[] } {
  const asked: string[] = []
  const refuse = (url: string) => {
    asked.push(url)
    return Promise.reject(new ServiceError({ url, status: 404, reason: 'not found' }))
  }
  const bytes = (url: string) => {
    asked.push(url)
    return Promise.resolve(undefined)
  }
  return { http: { read: bytes, text: refuse, bytes, download: refuse }, asked }
}
