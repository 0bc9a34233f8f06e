import { expect, test } from '@jest/globals'
import type { Inventory, ReleasedContainer } from '../../src/obs/inventory.js'
import { decideWithdrawal } from '../../src/obs/withdrawal-decision.js'

const name = 'hello.20260101000000'
const file = (named: string, architecture = 'x86_64') => ({ repository: 'deb', architecture, file: named, container: name })
const one: ReleasedContainer = {
  name,
  package: 'hello',
  version: '1.0.0',
  srcmd5: 'one',
  files: [file('hello_1.0.0-1.1_amd64.deb'), file('hello_1.0.0-1.1_arm64.deb', 'aarch64')],
}
const only = (...released: ReleasedContainer[]): Inventory => ({ released, foreign: [] })

test.each<[string, Inventory, { go?: readonly string[]; gone?: readonly string[]; refusals?: readonly string[] }]>([
  ['the very same may go', only(one), { go: [name] }],
  ['the very same may go, whatever the order of its files', only({ ...one, files: one.files.toReversed() }), { go: [name] }],
  ['one that has gone counts as gone', only(), { gone: [name] }],
  [
    'one of other sources is refused',
    only({ ...one, srcmd5: 'two' }),
    { refusals: [`${name} is another than was decided on: its sources are two, not one.`] },
  ],
  [
    'one with a file more is refused',
    only({ ...one, files: [...one.files, file('hello-doc_1.0.0-1.1_all.deb')] }),
    { refusals: [`${name} is another than was decided on: it holds deb/x86_64/hello-doc_1.0.0-1.1_all.deb besides.`] },
  ],
  [
    'one with a file less is refused',
    only({ ...one, files: one.files.slice(1) }),
    { refusals: [`${name} is another than was decided on: it lacks deb/x86_64/hello_1.0.0-1.1_amd64.deb.`] },
  ],
  [
    'one of another package is refused',
    only({ ...one, package: 'helper' }),
    { refusals: [`${name} is another than was decided on: it is a release of helper, not of hello.`] },
  ],
  [
    'one that is not ours any more is refused',
    { released: [], foreign: [{ name, reason: 'obs-publish did not make B', files: one.files }] },
    { refusals: [`${name} is not what the suite released: obs-publish did not make B.`] },
  ],
])('%s', (_, inventory, { go = [], gone = [], refusals = [] }) => {
  const decision = decideWithdrawal([one], inventory)
  expect({
    go: decision.go.map((each) => each.name),
    gone: decision.gone.map((each) => each.name),
    refusals: decision.refusals,
  }).toEqual({ go, gone, refusals })
})
