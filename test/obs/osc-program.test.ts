import { expect, test } from '@jest/globals'
import { readAnswer } from '../../src/obs/osc-program.js'

const status = (summary: string) => `<status code="unknown"><summary>${summary}</summary></status>`

test.each([
  ['an answer', 0, '<a/>', '', { status: 200, headers: {}, body: '<a/>' }],
  [
    'a refusal with words',
    1,
    '',
    'Server returned an error: HTTP Error 403: Forbidden\nno permission to write\nin project <T>\n',
    { status: 403, headers: {}, body: status('no permission to write in project &#60;T&#62;') },
  ],
  [
    'a refusal with its body',
    1,
    '<status code="x"><summary>one\ntwo</summary></status>',
    'Server returned an error: HTTP Error 400: Bad Request',
    { status: 400, headers: {}, body: status('one\ntwo') },
  ],
  [
    'a gateway error',
    1,
    '',
    'HTTP Error 502: Bad Gateway',
    { status: 502, headers: {}, body: status('HTTP Error 502: Bad Gateway') },
  ],
  [
    'no connection',
    1,
    '',
    'a line\n<urlopen error [Errno 111] Connection refused>',
    { silence: '<urlopen error [Errno 111] Connection refused>' },
  ],
  ['a time-out', 124, '', '', { silence: 'the request did not end in time' }],
])('what osc prints of %s is read', (_, code, stdout, stderr, answer) => {
  expect(readAnswer('/x', { code, stdout, stderr })).toEqual(answer)
})

test('what is neither is an error of the program', () => {
  expect(() => readAnswer('/x', { code: 1, stdout: '', stderr: 'Traceback\nValueError: odd' })).toThrow(
    '`osc api /x` ended with exit code 1: ValueError: odd',
  )
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
  expect(() => readAnswer('/x', { code: 1, stdout, stderr }, 'https://obs.example.org')).toThrow(
    'osc has no credentials for https://obs.example.org; run the operation setup-osc for it before, set OSC_CONFIG, or name the instance that is meant by the input `apiurl`.',
  )
})

test('another question of osc is not taken for one about credentials', () => {
  const stderr = 'The server certificate of https://obs.example.org is not trusted; see /home/jane/.config/osc/oscrc\naborted.\n'
  const result = { code: 1, stdout: 'Enter choice [0/1/2]: ', stderr }
  expect(() => readAnswer('/x', result)).toThrow(/^`osc api \/x` ended with exit code 1: aborted/)
})
