import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, test } from '@jest/globals'
import { sandbox } from './live.js'

test('a publish whose requests are spoilt, that is killed or that meets another ends right, or the next one does, and so does a promotion', () => {
  const env = { ...process.env, OBS_SANDBOX: JSON.stringify(sandbox) }
  const { status, stdout } = spawnSync(process.execPath, [resolve('scripts/faults.mjs'), '--sample'], { env, encoding: 'utf8' })
  expect({ status, problems: stdout.split('\n').filter((line) => line.startsWith('PROBLEM')) }).toEqual({
    status: 0,
    problems: [],
  })
})
