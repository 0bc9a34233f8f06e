import { childOf, parseXml } from '../xml.js'
import type { Answer, OscRequest, Silence } from './osc-transport.js'

/** What an answer means, whoever asked. */
export type Judgement =
  | { readonly kind: 'answer'; readonly body: string }
  /** Nothing is there, as far as this account may see. */
  | { readonly kind: 'absent'; readonly refusal: Refused }
  /** No answer that can be believed: the same request may bring one later. Whether it had an effect is not known. */
  | { readonly kind: 'silence'; readonly reason: string; readonly status: number | undefined }
  | { readonly kind: 'refused'; readonly refusal: Refused }

/** OBS said no. */
export interface Refused {
  readonly status: number
  /** OBS's symbolic code, such as `unknown_project`; empty when the backend itself answered. */
  readonly code: string
  /** All that OBS said, on one line. */
  readonly summary: string
}

/**
 * Judges an answer of OBS. A front end answers for its backend as well as it can: a backend out of reach is an empty
 * result list without a state, a 404 that tells of TCP, a 500 with a Rails body; what it wants to show to a browser is a
 * web page or a redirection. None of these says anything about what was asked (see docs/architecture.md).
 */
export function judgeAnswer(request: Pick<OscRequest, 'method' | 'path' | 'into'>, answer: Answer | Silence): Judgement {
  if ('silence' in answer) return { kind: 'silence', reason: answer.silence, status: undefined }
  const { status, body } = answer
  const silence = (reason: string): Judgement => ({ kind: 'silence', reason, status })
  if (status >= 300 && status < 400) return silence('a redirection to a web page')
  if (status < 300) {
    if (isPage(answer)) return silence('a web page')
    if (request.into !== undefined || isText(request.path)) return { kind: 'answer', body }
    if (!isComplete(body)) return silence(body.trim() === '' ? 'nothing was in the answer' : 'the answer broke off')
    if (/\/_result(\?|$)/.test(request.path) && /^\s*(<\?xml[^>]*>\s*)?<resultlist\s*\/?>/.test(body))
      return silence('OBS does not reach the server that knows the results')
    return { kind: 'answer', body }
  }
  const refusal = readRefusal(answer)
  if (status === 408 || status === 429 || (status >= 500 && status !== 501)) return silence(refusal.summary)
  if (status === 404) {
    if (isPage(answer)) return silence('a web page')
    if (refusal.summary.includes('Failed to open TCP connection')) return silence('OBS does not reach its backend')
    return { kind: 'absent', refusal }
  }
  return { kind: 'refused', refusal }
}

/** The code and the words of `<status>`, or of what stands in its place. */
function readRefusal({ status, headers, body }: Answer): Refused {
  const nothing = { status, code: headers['x-opensuse-errorcode'] ?? '', summary: 'no reason given' }
  if (!/^\s*(?:<\?xml[^>]*>\s*)?<status[\s>]/.test(body) || !isComplete(body)) {
    const error = /<error>([^<]*)<\/error>/.exec(body)?.[1]
    return error === undefined ? nothing : { ...nothing, summary: error }
  }
  const root = parseXml(body)
  const words = ['summary', 'details'].flatMap((name) => childOf(root, name)?.text ?? [])
  const summary = [...new Set(words)].join(' ').replace(/\s+/g, ' ').trim()
  const code = nothing.code || (root.attributes['code'] ?? '')
  return { status, code: /^\d*$/.test(code) ? '' : code, summary: summary || nothing.summary }
}

function isPage({ headers, body }: Answer): boolean {
  return (headers['content-type'] ?? '').includes('text/html') || /^\s*<(!DOCTYPE html|html[\s>])/i.test(body)
}

/** Whether a path's content is no XML: project configs, build logs, and the files of a package but for lists. */
function isText(path: string): boolean {
  const [route = '', query = ''] = path.split('?')
  if (route.endsWith('/_log')) return !/(^|&)view=/.test(query)
  if (/^\/build\/[^/]+\/[^/]+\/_buildconfig$|^\/published\/[^/]+\/[^/]+\/Packages$/.test(route)) return true
  return /^\/source\/[^/]+\/(_config$|[^/]+\/(?!_meta$|_history$|_attribute)[^/]+$)/.test(route) && !/(^|&)cmd=/.test(query)
}

/** Whether a document ends with the element that it begins with. */
function isComplete(body: string): boolean {
  const content = body.replace(/^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*/, '').trimEnd()
  const root = /^<([\w:-]+)/.exec(content)?.[1]
  if (root === undefined) return false
  return content.endsWith(`</${root}>`) || (content.endsWith('/>') && content.lastIndexOf('<') === 0)
}
