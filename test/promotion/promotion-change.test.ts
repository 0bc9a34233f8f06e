import { expect, test } from '@jest/globals'
import { describeProject, listChanges, listGrounds, listProblems } from '../../src/promotion/promotion-change.js'
import type { ProjectReview } from '../../src/promotion/list-review.js'
import { findOffers } from '../../src/promotion/offer.js'
import type { PromotedVersion } from '../../src/promotion/promotion-schema.js'
import type { Review } from '../../src/promotion/review.js'
import { findStanding } from '../../src/promotion/standing.js'
import { parseConfig } from '../../src/config/config.js'
import { oneProgram } from '../support/config.js'
import { planOf } from '../support/plan.js'
import { containerOf, debOf, listedAs, sourcesOf } from './sample.js'

const plan = planOf(parseConfig('packages.yaml', oneProgram))
const old = listedAs('1.0.0', '1', [debOf('1.0.0-1.1')])
const fresh = listedAs('1.0.1', '2', [debOf('1.0.1-1.1'), debOf('1.0.1-1.1', 'aarch64')], { from: 'dev' })
const bad = listedAs('1.0.2', '3', [debOf('1.0.2-1.1'), debOf('1.0.2-1.1', 'aarch64')], { yanked: 'says goodbye' })
const containers = [containerOf('1', [debOf('1.0.0-1.1')]), containerOf('3', [debOf('1.0.2-1.1'), debOf('1.0.2-1.1', 'aarch64')])]

function review(version: PromotedVersion, action: Review['action'], rest: Partial<Review> = {}): Review {
  const standing = findStanding(version, containers)
  return { version, plan, from: undefined, action, standing, problems: [], results: [], ...rest }
}

const gone = containers.slice(1)
const project: ProjectReview = {
  ...{ project: 'isv:x', channel: 'stable', minor: '1.0', unlisted: [] },
  reviews: [
    review(old, 'none'),
    review(fresh, 'publish', { problems: ['It is broken.'] }),
    review(bad, 'withdraw', { gone, offers: findOffers(gone, containers, [old, bad]) }),
  ],
}

test('what appears is told with what is missing, and what disappears with its reason and what users are offered', () => {
  const common = { channel: 'stable', minor: '1.0', package: 'hello', project: 'isv:x' }
  expect(listChanges([project])).toEqual([
    { action: 'publish', ...common, version: '1.0.1', from: 'dev', files: Object.keys(fresh.packages['hello']?.files ?? {}) },
    {
      ...{ action: 'withdraw', ...common, version: '1.0.2', reason: 'says goodbye' },
      files: Object.keys(bad.packages['hello']?.files ?? {}),
      // Nothing is left for aarch64.
      instead: { 'deb/x86_64': '1.0.0-1.1', 'deb/aarch64': null },
    },
  ])
})

test('a package that is published already does not appear once more', () => {
  const both = { ...fresh, packages: { ...fresh.packages, other: { srcmd5: sourcesOf('7'), files: {} } } }
  const changes = listChanges([{ ...project, reviews: [review(both, 'publish')] }])
  expect(changes.map((each) => each.package)).toEqual(['hello'])
})

test('what all architectures are offered is said of their builder', () => {
  const both = containerOf('1', [debOf('1.0.0-1.1'), debOf('1.0.0-1.1', 'aarch64')])
  const offers = findOffers(gone, [both, ...gone], [old, bad])
  const [change] = listChanges([{ ...project, reviews: [review(bad, 'withdraw', { gone, offers })] }])
  expect(change?.instead).toEqual({ deb: '1.0.0-1.1' })
})

test('what speaks against a version is told with its name', () => {
  expect(listProblems([project])).toEqual(['1.0.1 in stable: It is broken.'])
})

test('where a version was verified is told with its name', () => {
  const [builder] = plan.builders
  if (builder === undefined) throw new Error('the config has builders')
  const grounds = [{ builder, place: { url: 'https://download.example.org/deb', key: 'the key' } }]
  expect(listGrounds([{ ...project, reviews: [review(old, 'none'), review(fresh, 'publish', { grounds })] }])).toEqual([
    "1.0.1 in stable, deb: verified in the build project's own repository, https://download.example.org/deb.",
  ])
})

test('the page of a channel is told how each version stands, and by what version its package is found', () => {
  const at = '2026-01-01T00:00:00.000Z'
  expect(describeProject(project, at)).toEqual({
    ...{ kind: 'promotion', at, channel: 'stable', minor: '1.0', 'publish-project': 'isv:x' },
    versions: [
      { version: '1.0.0', packages: { hello: '1.0.0-1.1' }, state: 'published' },
      { version: '1.0.1', packages: { hello: '1.0.1-1.1' }, state: 'recorded' },
      { version: '1.0.2', packages: { hello: '1.0.2-1.1' }, state: 'yanked', reason: 'says goodbye' },
    ],
  })
})
