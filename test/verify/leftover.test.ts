import { expect, test } from '@jest/globals'
import { findLeftovers } from '../../src/verify/install/leftover.js'

test('what a package left is told by its uppermost paths', () => {
  const listing = '/etc/demo\n/etc/demo/conf\n/usr/share/demo\n/var/lib/demo-data\n/var/lib/demo-data/x\n'
  expect(findLeftovers(listing)).toEqual(['/etc/demo', '/usr/share/demo', '/var/lib/demo-data'])
})

test('logs, caches, users and what dpkg, apt, rpm and systemd keep are nobody’s leftovers', () => {
  const listing = [
    ...[
      '/',
      '/run/demo',
      '/tmp/x',
      '/var/cache/demo',
      '/var/log/demo.log',
      '/var/lib/dpkg/info/demo.list',
      '/var/lib/apt/lists/x',
    ],
    ...['/etc/passwd-', '/etc/subuid', '/etc/group', '/etc/shadow-', '/etc/ld.so.cache', '/etc/demo.conf.rpmsave'],
    ...[
      '/etc/systemd/system/multi-user.target.wants',
      '/var/lib/systemd/deb-systemd-helper-enabled',
      '/var/lib/rpm/rpmdb.sqlite',
    ],
  ].join('\n')
  expect(findLeftovers(listing)).toEqual([])
})

test('a unit that stays enabled and an alternative are left behind', () => {
  const unit = '/etc/systemd/system/multi-user.target.wants/demo.service'
  expect(findLeftovers(`${unit}\n/etc/alternatives/demo\n/etc/passwd-demo\n`)).toEqual([
    unit,
    '/etc/alternatives/demo',
    '/etc/passwd-demo',
  ])
})
