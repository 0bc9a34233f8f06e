import { expect, test } from '@jest/globals'
import { findOffers, judgeOffers } from '../../src/promotion/offer.js'
import { containerOf, debOf, listedAs } from './sample.js'

const rpm = (version: string) => `rpm/x86_64/hello-${version}.x86_64.rpm`
const yanked = listedAs('1.0.2', '2', [debOf('1.0.2-1.1')], { yanked: 'bad' })
const before = listedAs('1.0.1', '1', [debOf('1.0.1-1.1')])
const oldest = listedAs('1.0.0', '0', [debOf('1.0.0-1.1')])
const gone = containerOf('2', [debOf('1.0.2-1.1')])
const listed = containerOf('1', [debOf('1.0.1-1.1')])
const place = { package: 'hello', builder: 'deb', architecture: 'x86_64' }

test.each([
  ['nothing is left', [gone], [yanked], [{ ...place, version: undefined, listed: undefined }]],
  ['the version before is listed', [gone, listed], [yanked, before], [{ ...place, version: '1.0.1-1.1', listed: before }]],
  ['the version before is not listed', [gone, listed], [yanked], [{ ...place, version: '1.0.1-1.1', listed: undefined }]],
  [
    'the version before is withdrawn as well',
    [gone, listed],
    [yanked, { ...before, yanked: 'too' }],
    [{ ...place, version: undefined, listed: undefined }],
  ],
  [
    'the version before is withdrawn as well, and the one before that is listed',
    [gone, listed, containerOf('0', [debOf('1.0.0-1.1')])],
    [yanked, { ...before, yanked: 'too' }, oldest],
    [{ ...place, version: '1.0.0-1.1', listed: oldest }],
  ],
  [
    'the newest of several is offered, by the order of versions',
    [gone, listed, containerOf('9', [debOf('1.0.1-1.10')]), containerOf('8', [debOf('1.0.1-1.9')])],
    [yanked, before],
    [{ ...place, version: '1.0.1-1.10', listed: undefined }],
  ],
  [
    'another format has it',
    [gone, containerOf('1', [rpm('1.0.1-1.1')])],
    [yanked, before],
    [{ ...place, version: undefined, listed: undefined }],
  ],
])('when %s', (_, containers, versions, offers) => {
  expect(findOffers([gone], containers, versions)).toEqual(offers)
})

test('what is newest for one architecture is not what users of another are offered', () => {
  const both = containerOf('2', [debOf('1.0.2-1.1'), debOf('1.0.2-1.1', 'aarch64')])
  const strange = containerOf('5', [debOf('0.9.0-1.1', 'aarch64')])
  const offers = findOffers([both], [both, listed, strange], [yanked, before])
  expect(offers).toEqual([
    { ...place, version: '1.0.1-1.1', listed: before },
    { ...place, architecture: 'aarch64', version: '0.9.0-1.1', listed: undefined },
  ])
  expect(judgeOffers(yanked, offers)).toEqual([
    'Without 1.0.2 in stable users of deb are offered hello 0.9.0-1.1, which is not in the list, so nobody has verified it: record it, or withdraw it as well.',
  ])
})

test('offers that are listed, and places where nothing is left, keep nobody from withdrawing; the same is said once', () => {
  const none = { ...place, version: undefined, listed: undefined }
  expect(judgeOffers(yanked, [none, { ...place, version: '1.0.1-1.1', listed: before }])).toEqual([])
  const strange = { ...place, version: '0.9.0-1.1', listed: undefined }
  expect(judgeOffers(yanked, [strange, { ...strange, architecture: 'aarch64' }])).toHaveLength(1)
})
