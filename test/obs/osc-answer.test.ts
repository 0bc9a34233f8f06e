import { expect, test } from '@jest/globals'
import { judgeAnswer } from '../../src/obs/osc-answer.js'

const xml = { 'content-type': 'application/xml; charset=utf-8' }
const page = '<!DOCTYPE html>\n<html><body>Log in</body></html>'
const rails = '<?xml version="1.0"?>\n<hash>\n<status type="integer">500</status>\n<error>Internal Server Error</error>\n</hash>'
const status = (code: string, summary: string, details = '') =>
  `<status code="${code}">\n  <summary>${summary}</summary>\n${details === '' ? '' : `  <details>${details}</details>\n`}</status>\n`

/** Bodies as the real front end (API 2.10.50) sent them, with their statuses. */
test.each([
  ['a list', '/source/P', 200, '<directory count="0"/>', xml],
  ['an empty list of results with a state', '/build/P/_result', 200, '<resultlist state="0"/>', xml],
  ['a project config, which is text', '/source/P/_config', 200, 'Type: spec\n', {}],
  ['an empty project config', '/source/P/_config', 200, '', {}],
  ['a build log', '/build/P/deb/x86_64/K/_log?nostream=1&start=0', 200, '[ 1s] <html>', {}],
  ['a file of a package', '/source/P/K/K.spec', 200, 'Name: K', {}],
  ['the index of a deb repository', '/published/P/deb/Packages', 200, 'Package: K\n', {}],
  [
    'an answer with a declaration and a comment',
    '/source/P/_meta',
    200,
    '<?xml version="1.0"?>\n<!-- x -->\n<project name="P">\n</project>\n',
    xml,
  ],
])('%s is an answer', (_, path, code, body, headers) => {
  expect(judgeAnswer({ method: 'GET', path }, { status: code, headers, body })).toEqual({ kind: 'answer', body })
})

test.each([
  [
    'a list of results of a repository server out of reach',
    '/build/P/_result?package=K',
    200,
    '<resultlist/>',
    xml,
    'OBS does not reach the server that knows the results',
  ],
  [
    'the same with an end',
    '/build/P/_result',
    200,
    '<?xml version="1.0"?><resultlist>\n</resultlist>',
    xml,
    'OBS does not reach the server that knows the results',
  ],
  [
    'a backend out of reach',
    '/source/P/_config',
    404,
    status('not_found', 'Content Failed to open TCP connection to localhost:5352'),
    xml,
    'OBS does not reach its backend',
  ],
  ['an error of Rails', '/source/P', 500, rails, xml, 'Internal Server Error'],
  ['an error with a page', '/source/P', 503, '<html>Service Unavailable</html>', {}, 'no reason given'],
  ['a time-out of the gateway', '/source/P', 504, '', {}, 'no reason given'],
  ['a request that came too slowly', '/source/P', 408, '', {}, 'no reason given'],
  ['too many requests', '/source/P', 429, '', {}, 'no reason given'],
  ['a redirection', '/source/P/_config', 302, '', {}, 'a redirection to a web page'],
  ['a page to log in', '/source/P', 200, page, {}, 'a web page'],
  ['the same by its type', '/source/P/_config', 200, 'Log in', { 'content-type': 'text/html; charset=utf-8' }, 'a web page'],
  ['a page that says not found', '/source/P', 404, page, {}, 'a web page'],
  ['half an answer', '/source/P', 200, '<directory><entry name="K"/>', xml, 'the answer broke off'],
  ['half an answer that ends with a tag', '/source/P', 200, '<directory><entry name="K"></entry>', xml, 'the answer broke off'],
  ['nothing', '/source/P', 200, '\n', xml, 'nothing was in the answer'],
])('%s is no answer, and is asked for again', (_, path, code, body, headers, reason) => {
  const answer = { status: code, headers, body }
  expect(judgeAnswer({ method: 'GET', path }, answer)).toEqual({ kind: 'silence', reason, status: code })
})

test('what never came is no answer either', () => {
  const judgement = { kind: 'silence', reason: 'IncompleteRead', status: undefined }
  expect(judgeAnswer({ method: 'POST', path: '/x' }, { silence: 'IncompleteRead' })).toEqual(judgement)
})

test.each([
  [
    'a project that is missing or hidden',
    404,
    status('unknown_project', 'Project not found: P'),
    { 'x-opensuse-errorcode': 'unknown_project' },
    { kind: 'absent', refusal: { status: 404, code: 'unknown_project', summary: 'Project not found: P' } },
  ],
  [
    'a 404 that the backend gave itself',
    404,
    '<status code="404">\n  <summary>unknown package K</summary>\n  <details>404 unknown package K</details>\n</status>',
    {},
    { kind: 'absent', refusal: { status: 404, code: '', summary: 'unknown package K 404 unknown package K' } },
  ],
  [
    'a summary of several lines, whole',
    400,
    status('repo_dependency', 'Unable to delete repository; following target repositories depend on this project:\nP/deb'),
    {},
    {
      kind: 'refused',
      refusal: {
        status: 400,
        code: 'repo_dependency',
        summary: 'Unable to delete repository; following target repositories depend on this project: P/deb',
      },
    },
  ],
  ['a refusal without words', 403, '', {}, { kind: 'refused', refusal: { status: 403, code: '', summary: 'no reason given' } }],
])('%s is told apart', (_, code, body, headers, judgement) => {
  expect(judgeAnswer({ method: 'PUT', path: '/source/P/_meta' }, { status: code, headers, body })).toEqual(judgement)
})
