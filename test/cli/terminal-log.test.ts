import { expect, test } from '@jest/globals'
import { terminalLog } from '../../src/cli/terminal-log.js'

/** A log to a terminal of some columns, or to a file; its clock stands still until it is set. */
function record(columns: number | undefined) {
  const clock = { now: 0 }
  const written: string[] = []
  const output = { write: (text: string) => void written.push(text), columns: () => columns, now: () => clock.now }
  return { log: terminalLog(output, false), written, clock }
}

const clear = '\r\u001b[K'

test('on a terminal how far something is stands on one line, which the next line takes away', () => {
  const { log, written, clock } = record(80)
  log.status('1 of 4 built')
  log.status('told too soon to be read')
  clock.now = 100
  log.status('2 of 4 built')
  log.info('4 of 4 built')
  log.info('released')
  expect(written).toEqual([`${clear}1 of 4 built`, `${clear}2 of 4 built`, `${clear}4 of 4 built\n`, 'released\n'])
})

test.each([
  ['a line that fits is as it was', 'verifying  the repository', ['verifying  the repository']],
  [
    'words stay whole, also behind two spaces',
    '1m03s  2 of 4 built; 2 building, then others',
    ['1m03s  2 of 4 built; 2', 'building, then others'],
  ],
  [
    'what begins within a line begins the next one there',
    '   hello is 1 of several packages',
    ['   hello is 1 of several', '   packages'],
  ],
  [
    'an address is whole',
    'verifying http://127.0.0.1:8080/home:/jane/deb',
    ['verifying', 'http://127.0.0.1:8080/home:/jane/deb'],
  ],
  ['so is a command', 'then `osc results home:jane -v` again', ['then', '`osc results home:jane -v`', 'again']],
  ['a message of several lines has each', 'error:\na b', ['error:', 'a b']],
])('on a terminal %s', (_, message, lines) => {
  const { log, written } = record(26)
  log.info(message)
  expect(written).toEqual(lines.map((line) => `${line}\n`))
})

test('where lines stay none is broken', () => {
  const { log, written } = record(undefined)
  log.info('word '.repeat(40))
  expect(written).toEqual([`${'word '.repeat(40)}\n`])
})

test('it is cut to the width, without a secret, and an empty one ends it once', () => {
  const { log, written } = record(20)
  log.mask('hunter2')
  log.status('downloading hunter2 from somewhere')
  log.status('')
  log.status('')
  log.info('done')
  expect(written).toEqual([`${clear}downloading *** fr…`, clear, 'done\n'])
})

test('where lines stay it is told once in ten seconds at most', () => {
  const { log, written, clock } = record(undefined)
  for (const second of [0, 4, 9, 10, 15, 21]) {
    clock.now = second * 1000
    log.status(`${second} s`)
  }
  log.status('')
  expect(written).toEqual(['0 s\n', '10 s\n', '21 s\n'])
})
