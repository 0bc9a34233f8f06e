import { rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import { makePerson, type Inputs, type Person } from './command.js'
import { sandbox } from './live.js'
import { listContainers, nameProjects, publishInputs, writeConfig, type ConfigOptions } from './project.js'

/** A way in which publish must fail before anything is built: what is spoilt, and what the person reads. */
interface Refusal {
  readonly what: string
  /** Where the words are osc's own: each osc; elsewhere the older one alone. */
  readonly osc?: readonly ('0.169.1' | '1.x')[]
  readonly password?: string
  readonly config?: ConfigOptions
  readonly spoil?: (person: Person) => Promise<void>
  readonly inputs?: () => Promise<Inputs>
  readonly code: 1 | 2 | 3
  /** The last line of the progress. */
  readonly says: RegExp
  /** The releases afterwards; undefined where not even the project was made. */
  readonly containers: readonly string[] | undefined
}

const refusals: readonly Refusal[] = [
  {
    what: 'a wrong password',
    password: 'wrong',
    osc: ['0.169.1', '1.x'],
    code: 2,
    says: /^error: OBS refused the user name or password of \w+; check the inputs `username` and `password`/,
    containers: undefined,
  },
  {
    what: 'a program that is missing for one architecture',
    spoil: (person) => rm(join(person.folder, 'programs/1.0.0/aarch64/hello')),
    code: 2,
    says: /^error: packages\.yaml:\d+:\d+: There is no hello for aarch64 at \/.*\/programs\/1\.0\.0\/aarch64\/hello\.$/,
    containers: [],
  },
  {
    what: 'a program with another checksum than stated',
    config: { sha256: { x86_64: '0'.repeat(64), aarch64: '0'.repeat(64) } },
    code: 1,
    says: /hello for aarch64 from \/.*\/programs\/1\.0\.0\/aarch64\/hello has SHA-256 [0-9a-f]{64}, but 0{64} is stated; nothing was packed\. Correct the checksum or get the file again\.$/,
    containers: [],
  },
  {
    what: 'a base distribution that OBS lacks',
    config: { rpmBase: 'No:Such:Distribution' },
    code: 2,
    says: /^error: packages\.yaml:\d+:\d+: this OBS has no No:Such:Distribution\/standard, on which builder rpm is based, as far as the account may see; correct builders\.rpm\.paths\.$/,
    containers: undefined,
  },
  {
    what: 'an OBS that is not reachable',
    osc: ['0.169.1', '1.x'],
    inputs: async () => ({ apiurl: `http://127.0.0.1:${await closedPort()}` }),
    code: 3,
    says: /^error: http:\/\/127\.0\.0\.1:\d+\/ answered nothing: no connection; check the input `apiurl`, or try later$/,
    containers: undefined,
  },
]

let person: Person | undefined

afterEach(() => person?.remove())

const attempts = refusals.flatMap((refusal) => (refusal.osc ?? (['0.169.1'] as const)).map((osc) => ({ ...refusal, osc })))

test.each(attempts)('publish with osc $osc ends with $code at $what, and says what to do', async ({ osc, ...refusal }) => {
  person = await makePerson(osc, refusal.password ?? sandbox.password)
  const projects = nameProjects()
  await writeConfig(person, projects, ['1.0.0'], refusal.config)
  await refusal.spoil?.(person)
  const { code, stderr } = await person.run('publish', { ...publishInputs('1.0.0'), ...(await refusal.inputs?.()) })
  expect({ code, says: lastLine(stderr) }).toEqual({ code: refusal.code, says: expect.stringMatching(refusal.says) })
  expect(stderr).not.toContain(refusal.password ?? sandbox.password)
  expect(await listContainers(projects)).toEqual(refusal.containers)
})

function lastLine(text: string): string | undefined {
  return text.trim().split('\n').at(-1)
}

/** A port on which nobody listens. */
function closedPort(): Promise<number> {
  const server = createServer()
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo // a TCP server that listens has one
      server.close(() => resolve(port))
    }),
  )
}
