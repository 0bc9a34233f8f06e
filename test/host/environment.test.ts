import { expect, test } from '@jest/globals'
import { childEnvironment } from '../../src/host/environment.js'

const ours = {
  PATH: '/bin',
  LC_TIME: 'C',
  GITHUB_TOKEN: 'secret',
  PIP_INDEX_URL: 'https://pypi.example',
  PIPE: 'no',
  TZ: undefined,
}

test('a program gets what every program needs, and no more', () => {
  expect(childEnvironment(ours)).toEqual({ PATH: '/bin', LC_TIME: 'C' })
})

test('a program that says so gets more of our variables, by name or by their beginning', () => {
  expect(childEnvironment(ours, ['PIP_*', 'NOT_SET'])).toEqual({
    PATH: '/bin',
    LC_TIME: 'C',
    PIP_INDEX_URL: 'https://pypi.example',
  })
})

test("a program's own variables win", () => {
  expect(childEnvironment(ours, [], { LC_TIME: 'de_DE', SOURCE_DATE_EPOCH: '0' })).toEqual({
    PATH: '/bin',
    LC_TIME: 'de_DE',
    SOURCE_DATE_EPOCH: '0',
  })
})

test.each([
  ...['HOME', 'USER', 'LOGNAME', 'LANG', 'LANGUAGE', 'LC_ALL', 'TMPDIR', 'TEMP', 'TMP', 'RUNNER_TEMP', 'TERM', 'TZ'],
  ...['http_proxy', 'HTTPS_PROXY', 'no_proxy', 'ALL_PROXY', 'SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'],
])('every program gets %s', (name) => {
  expect(childEnvironment({ [name]: 'value' })).toEqual({ [name]: 'value' })
})

test.each([
  ...['INPUT_PASSWORD', 'INPUT_SSH-KEY', 'OSC_PASSWORD', 'GITHUB_TOKEN', 'ACTIONS_RUNTIME_TOKEN', 'AWS_SECRET_ACCESS_KEY'],
  ...['NODE_OPTIONS', 'LD_PRELOAD', 'XZ_OPT', 'TAR_OPTIONS', 'GIT_DIR', 'GNUPGHOME', 'APT_CONFIG'],
])('no program gets %s', (name) => {
  expect(childEnvironment({ [name]: 'value' })).toEqual({})
})
