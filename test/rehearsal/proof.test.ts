import { expect, test } from '@jest/globals'
import { countDeeds, requireProof, type RehearsedPublication } from '../../src/rehearsal/proof.js'
import { renderRehearsal } from '../../src/rehearsal/rehearsal-report.js'

const specimen = {
  package: 'runc',
  suite: 'bookworm',
  path: 'usr/sbin/runc',
  architectures: ['x86_64', 'aarch64'],
  version: '1.1.5',
  folder: '/binaries',
  packages: ['runc'],
  standIns: [],
} as const
const cell = (architecture: string, code = 'succeeded') => ({
  package: 'runc',
  builder: 'deb',
  architecture,
  state: 'succeeded',
  code,
})
const versions = { deb: { x86_64: '1.1.5-1.1', aarch64: '1.1.5-1.1' } }
const check = (name: string, passed = true) => ({ check: name, subject: 'deb runc', passed, evidence: '' })

/** The outputs of a publish that found an empty OBS. */
const fresh = {
  channel: 'stable',
  'publish-project': 'P',
  changes: [{ project: 'P', what: 'project is missing' }],
  revisions: { runc: { rev: '1', srcmd5: 'abc', changed: true } },
  results: [cell('x86_64'), cell('aarch64')],
  released: { runc: { project: 'P', container: 'runc.1', versions, changed: true } },
  report: [check('presence'), check('install'), check('install')],
  steps: [{ name: 'Build', milliseconds: 2000 }],
}
/** The outputs of one that found all of it done. */
const settled = {
  ...fresh,
  changes: [],
  revisions: { runc: { rev: '1', srcmd5: 'abc', changed: false } },
  results: [cell('x86_64', 'released'), cell('aarch64', 'released')],
  released: { runc: { project: 'P', container: 'runc.1', versions, changed: false } },
}

function publication(round: RehearsedPublication['round'], outputs: object): RehearsedPublication {
  // As publish sets them, as far as they are read.
  return { specimen, round, outputs: outputs as RehearsedPublication['outputs'] }
}

test('a publication counts what it did itself', () => {
  expect(countDeeds(publication('first', fresh))).toEqual({ built: 2, released: 1, installed: 2, idle: false })
  expect(countDeeds(publication('second', settled))).toEqual({ built: 0, released: 0, installed: 2, idle: true })
})

test.each([
  ['everything', settled, 'built, nothing was released'],
  ['the builds', { ...fresh, revisions: settled.revisions }, 'built'],
  ['builds of the same sources', { ...fresh, results: settled.results }, 'built'],
  ['the release', { ...fresh, released: settled.released }, 'released'],
  ['no package to install', { ...fresh, report: [check('install', false)] }, 'installed'],
])('a first round that found %s proves nothing', (_, outputs, missing) => {
  expect(() => requireProof(publication('first', outputs))).toThrow(
    `Nothing of runc 1.1.5 was ${missing} in this rehearsal, so it proves nothing: its OBS was not empty.`,
  )
})

test.each([
  ['sources', { ...settled, revisions: fresh.revisions }],
  ['a release', { ...settled, released: fresh.released }],
  ['a project', { ...settled, changes: fresh.changes }],
])('a second round that changed %s fails', (_, outputs) => {
  expect(() => requireProof(publication('second', outputs))).toThrow(
    'Publishing runc 1.1.5 a second time changed something on OBS',
  )
})

test('a first round that did everything and a second that changed nothing are the proof', () => {
  requireProof(publication('first', fresh))
  requireProof(publication('second', settled))
})

test('the report tells what this run built, released and installed', () => {
  const report = renderRehearsal([publication('first', fresh), publication('second', settled)], 61_000, undefined)
  expect(report).toContain(
    'This run took 1m01s, on a real OBS backend that was empty before. Builds: 2; releases, signed and published over HTTP: 1; installations by the real apt and dnf: 2. Done again: 0 builds, 0 releases.',
  )
  expect(report).toMatch(/runc 1\.1\.5 +\| stable +\| P +\| deb 1\.1\.5-1\.1 +\| changed nothing/)
})

test('a second run that changed something and a check that failed are not shown as passed', () => {
  const failed = { ...fresh, report: [check('install'), check('install', false)] }
  const report = renderRehearsal([publication('first', failed), publication('second', fresh)], 1000, undefined)
  expect(report).toMatch(/\| changed something/)
  expect(report).toMatch(/\| install +\| 1 of 2 ❌/)
})
