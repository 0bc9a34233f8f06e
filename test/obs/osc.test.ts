import { expect, test } from '@jest/globals'
import { explainFailure } from '../../src/obs/osc.js'

test.each([
  [
    'wrong credentials',
    'Server returned an error: HTTP Error 401: Unauthorized',
    1,
    'UserError',
    'OBS refused the user name or password; check the inputs `username` and `password` of setup-osc.',
  ],
  [
    'no permission',
    'Server returned an error: HTTP Error 403: Forbidden\nno permission to write',
    1,
    'UserError',
    'OBS does not permit /x: no permission to write; the account needs the role maintainer in that project.',
  ],
  [
    'a gateway error',
    'Server returned an error: HTTP Error 502: Bad Gateway',
    1,
    'ServiceError',
    '/x answered 502: no reason given; a later run may succeed',
  ],
  [
    'a bad request',
    'Server returned an error: HTTP Error 400: Bad Request\nunknown parameter',
    1,
    'ServiceError',
    '/x answered 400: unknown parameter; running it again will not help',
  ],
  [
    'no connection',
    '<urlopen error [Errno 111] Connection refused>',
    1,
    'ServiceError',
    '/x answered nothing: <urlopen error [Errno 111] Connection refused>; a later run may succeed',
  ],
  ['a time-out', '', 124, 'ServiceError', '/x answered nothing: the request did not end in time; a later run may succeed'],
  ['something else', 'Traceback\nValueError: odd', 1, 'ToolError', '`osc api /x` ended with exit code 1: ValueError: odd'],
])('%s becomes one sentence of the right kind', (_, stderr, code, name, message) => {
  expect(explainFailure('/x', { code, stdout: '', stderr })).toMatchObject({ name, message })
})
