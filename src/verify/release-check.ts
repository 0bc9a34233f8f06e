import { releaseFolder, type DebAddress } from '../repository/deb-address.js'
import { fail, pass, warn, type Finding } from './finding.js'

const hour = 60 * 60 * 1000
const day = 24 * hour
const subject = 'deb Release'

/** Judges the dates and names of a Release file as apt does (apt-secure(8), Acquire::Check-Date and Check-Valid-Until). */
export function judgeRelease(facts: Readonly<Record<string, string>>, address: DebAddress, now: number): readonly Finding[] {
  return [judgeDates(facts, now), ...judgeSuite(facts, address)]
}

function judgeDates({ date, 'valid-until': until }: Readonly<Record<string, string>>, now: number): Finding {
  const own = `${subject}, dates`
  if (date === undefined)
    return warn('metadata', own, 'Release has no Date, so nobody can tell an old copy from a new one: state one')
  const published = parseDate(date)
  if (published === undefined)
    return {
      ...fail('metadata', own, `Release has the Date ${JSON.stringify(date)}, which is none: write it as RFC 2822 has it`),
      lasting: true,
    }
  if (published > now + 10 * 60 * 1000) {
    const evidence = `Release is of ${date}, which is in the future, so apt refuses it: set the clock of the publishing machine`
    return { ...fail('metadata', own, evidence), lasting: true }
  }
  if (until === undefined) return pass('metadata', own, `Release is of ${date}; it never goes out of date, having no Valid-Until`)
  const end = parseDate(until)
  if (end === undefined)
    return { ...fail('metadata', own, `Release has the Valid-Until ${JSON.stringify(until)}, which is no date`), lasting: true }
  if (end <= now)
    return fail('metadata', own, `Release was valid until ${until}, so apt refuses it: publish the repository again`)
  const evidence = `Release is of ${date} and valid until ${until}`
  return end - now < day
    ? warn('metadata', own, `${evidence}, less than a day: publish the repository again`)
    : pass('metadata', own, evidence)
}

/** A date of Release is in UTC whatever it says, or says so (DebianRepository/Format, "Date, Valid-Until"). */
function parseDate(text: string): number | undefined {
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : time
}

function judgeSuite(facts: Readonly<Record<string, string>>, address: DebAddress): readonly Finding[] {
  const { suite, codename } = facts
  const seen = Object.fromEntries(
    ['origin', 'label', 'suite', 'codename'].flatMap((name) => (facts[name] === undefined ? [] : [[name, facts[name]]])),
  )
  const own = `${subject}, names`
  const told =
    Object.entries(seen)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ') || 'no names'
  const passed: Finding = { ...pass('metadata', own, told), facts: seen }
  if (address.suite === '/') return [passed]
  const asked = address.suite.split('/')[0]
  const names = [suite, codename].flatMap((name) => (name === undefined ? [] : [name, name.split('/')[0]]))
  if (names.length === 0 || names.includes(address.suite) || names.includes(asked)) return [passed]
  const evidence = `Release at ${releaseFolder(address)} calls itself ${[suite, codename].filter(Boolean).join(' and ')}, so apt warns of a conflicting distribution: publish it under its name`
  return [{ ...warn('metadata', own, evidence), facts: seen }]
}
