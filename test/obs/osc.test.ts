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

const question =
  'All communication incl. sending your password WILL NOT BE ENCRYPTED!\nDo you really want to continue with no encryption?\n'
const first =
  '\nYour user account / password are not configured yet.\nYou will be asked for them below, and they will be stored in\n/x for future use.\n'

test.each([
  [
    '0.169, whose config is for another instance',
    'Username: ',
    "\nthe apiurl 'https://obs.example.org' does not exist in the config file. Please enter\nyour credentials for this apiurl.\n\naborted.\n",
  ],
  ['0.169 without a config', 'Username: ', `${first}\nCreating osc configuration file /x ...\naborted.\n`],
  [
    '0.169 without a password',
    'No password found in section https://obs.example.org\nPlease enter new credentials.\nUsername: ',
    'aborted.\n',
  ],
  [
    '1.28, whose config is for another instance',
    'Username [obs.example.org]: ',
    'No user configured for apiurl https://obs.example.org\nPlease enter new credentials.\naborted.\n',
  ],
  ['1.28 without a config', 'Username [obs.example.org]: ', `${first}\nCreating osc configuration file /x ...\naborted.\n`],
  ['1.28 over HTTP', "Type 'YES' to continue: ", `No user configured for apiurl http://h\n${question}\naborted.\n`],
  ['1.28 without a password', "Type 'YES' to continue: ", `No password configured for apiurl http://h\n${question}\naborted.\n`],
])('osc %s has no credentials', (_, stdout, stderr) => {
  expect(explainFailure('/x', { code: 1, stdout, stderr }, 'https://obs.example.org')).toMatchObject({
    name: 'UserError',
    message:
      'osc has no credentials for https://obs.example.org; run the operation setup-osc for it before, set OSC_CONFIG, or name the instance that is meant by the input `apiurl`.',
  })
})

test('another question of osc is not taken for one about credentials', () => {
  const stderr = 'The server certificate of https://obs.example.org is not trusted; see /home/jane/.config/osc/oscrc\naborted.\n'
  expect(explainFailure('/x', { code: 1, stdout: 'Enter choice [0/1/2]: ', stderr })).toMatchObject({ name: 'ToolError' })
})
