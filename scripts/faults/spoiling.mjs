import { faults } from './proxy.mjs'

/**
 * Spoils the requests of what is named, each in each way, and prints how it went. Resolves to how long it takes without a
 * fault, by name. A subject begins trials in a place of their own: each runs, through a proxy, is judged, and ends.
 * @param run how much of it, by how many at once, and who hears of it
 */
export async function spoil(subjects, run) {
  const { say, parallel, problems } = run
  const times = new Map()
  const measured = []
  for (const subject of subjects) {
    const { requests, time } = await measure(subject)
    say(`${subject.name} asks ${requests.length} things and takes ${Math.round(time / 1000)} s`)
    times.set(subject.name, time)
    measured.push({ subject, requests, chosen: choose(subject, requests, run), table: new Map() })
  }
  // One of each in turn: what is published can be withdrawn.
  const longest = Math.max(...measured.map(({ chosen }) => chosen.length))
  const tries = Array.from({ length: longest }, (_, index) =>
    measured.flatMap(({ subject, chosen, table }) => (chosen[index] ? [{ subject, table, ...chosen[index] }] : [])),
  ).flat()
  await eachOf(tries, parallel, async ({ subject, table, at, fault }, index) => {
    table.set(`${at} ${fault}`, await spoilOne(subject, at, fault, problems))
    if (index % 10 === 9) say(`${index + 1} of ${tries.length} faults tried`)
  })
  for (const { subject, requests, table } of measured) printTable(subject.name, requests, table)
  return times
}

/** Without a fault: what it asks, in order, and how long it takes. */
async function measure(subject) {
  const trial = await subject.begin()
  const start = Date.now()
  trial.proxy.arm(undefined, 0)
  const { code, said } = await trial.run()
  const requests = trial.proxy.seen().map((line) => line.replaceAll(trial.project, 'P').replaceAll(/\.\d{14}/g, '.TIME'))
  await trial.end('right')
  if (code !== 0) throw new Error(`${subject.name} without a fault ends with ${code}:\n${said}`)
  return { requests, time: Date.now() - start }
}

function choose(subject, requests, { sample, piece, pieces }) {
  const all = requests.flatMap((line, index) => {
    const [method, path] = line.split(' ')
    return Object.entries(faults).flatMap(([fault, { only = () => true }]) =>
      only(method, path) ? [{ at: index + 1, fault }] : [],
    )
  })
  if (!sample) return thin(requests, all).filter((_, index) => index % pieces === piece - 1)
  const wanted = subject.sample.map(([pattern, fault]) => [requests.findIndex((line) => pattern.test(line)) + 1, fault])
  return all.filter(({ at, fault }) => wanted.some(([place, name]) => place === at && name === fault))
}

/** Looks that ask the same again are spoilt in three ways each, in turn, every other request in all. */
function thin(requests, all) {
  return all.filter(({ at, fault }) => {
    const isRepeated = requests.indexOf(requests[at - 1]) < at - 1
    return !isRepeated || Object.keys(faults).indexOf(fault) % 3 === at % 3
  })
}

/** `right`, `next` when the run after it was, or what is wrong. */
async function spoilOne(subject, at, fault, problems) {
  const trial = await subject.begin()
  trial.proxy.arm(fault, at)
  const first = await trial.run()
  const hit = trial.proxy.hit() ?? 'no request'
  trial.proxy.arm(undefined, 0)
  let outcome = first.code === 0 ? 'right' : 'wrong'
  const name = `${subject.name}, ${fault} at request ${at} (${hit.replaceAll(trial.project, 'P')})`
  if (first.code === 3) {
    const second = await trial.run()
    outcome = second.code === 0 ? 'next' : 'wrong'
    if (second.code !== 0) problems.push(`${name}: the run after it ended with ${second.code}: ${lastLine(second.said)}`)
  } else if (first.code !== 0) problems.push(`${name}: ended with ${first.code}: ${lastLine(first.said)}`)
  const wrong = outcome === 'wrong' ? undefined : await trial.judge()
  if (wrong !== undefined) {
    outcome = 'wrong'
    problems.push(`${name}: ${wrong}`)
  }
  await trial.end(outcome)
  return outcome
}

/** Does something with each of some items, so many at once. */
export async function eachOf(items, parallel, task) {
  const queue = items.entries()
  const work = async () => {
    for (const [index, item] of queue) await task(item, index)
  }
  await Promise.all(Array.from({ length: parallel }, work))
}

export function lastLine(said) {
  return said.trim().split('\n').at(-1) ?? ''
}

function printTable(title, requests, table) {
  const names = Object.keys(faults)
  const marks = { right: 'right', next: 'next', wrong: 'WRONG' }
  console.log(`\n| ${title} | ${names.join(' | ')} |\n| --- |${' --- |'.repeat(names.length)}`)
  for (const [index, line] of requests.entries()) {
    const cells = names.map((name) => marks[table.get(`${index + 1} ${name}`)] ?? '')
    if (cells.some((cell) => cell !== '')) console.log(`| ${index + 1}. ${line.slice(0, 90)} | ${cells.join(' | ')} |`)
  }
  console.log()
}
