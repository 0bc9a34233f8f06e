import { gzipSync } from 'node:zlib'
import { refuses, takes, type CorpusCase } from './case.js'
import { body, cutOff, endless, page, redirect, silence, status, trickle, type Route } from './hostile-site.js'

const top = { flat: '/InRelease', dists: '/dists/stable/InRelease', rpm: '/repodata/repomd.xml' } as const
const bases = ['flat', 'dists', 'rpm'] as const
const all = (route: Route) => ({ routes: () => ({ '*': route }) })
const at = (path: string, route: Route) => ({ routes: () => ({ [path]: route }) })
const package_ = { flat: '/amd64/demo_1.0.0-1.1_amd64.deb', rpm: '/x86_64/demo-1.0.0-1.1.x86_64.rpm' } as const

/** What hosts and networks do. */
export const transport: readonly CorpusCase[] = [
  ...bases.flatMap((base) => [
    refuses(base, 'every answer is 500', /cannot be had: .* answered 500/, undefined, all(status(500))),
    refuses(base, 'every answer is 401', /answered 401/, undefined, all(status(401))),
    refuses(
      base,
      'every answer is 403',
      base === 'rpm' ? /no repodata\/repomd\.xml at http/ : /neither InRelease nor Release is at http/,
      undefined,
      all(status(403)),
    ),
    refuses(base, 'every answer is a page', /is an HTML page with the title "Welcome"/, undefined, all(page('Welcome'))),
    refuses(base, 'nothing is answered', /answered nothing: the answer did not end within 8s/, undefined, all(silence)),
    refuses(base, 'redirects lead in a circle', /leads in a circle/, undefined, all(redirect('/again'))),
    refuses(
      base,
      'redirects lead to a file',
      /leads out of the web, to "file:\/\/\/etc\/passwd"/,
      undefined,
      all(redirect('file:///etc/passwd')),
    ),
    refuses(base, 'redirects lead nowhere', /names no address/, undefined, all(status(302))),
    refuses(
      base,
      'the signed file never ends',
      /(?:InRelease|repomd\.xml) is larger than 16 MiB, the most that is read/,
      undefined,
      at(top[base], endless()),
    ),
    refuses(base, 'the signed file trickles', /did not end within/, undefined, at(top[base], trickle)),
    refuses(base, 'the signed file breaks off', /broke off/, undefined, at(top[base], cutOff)),
    refuses(base, 'come back in 100 seconds', /answered 503/, undefined, at(top[base], status(503, { 'retry-after': '100' }))),
  ]),
  ...(['flat', 'rpm'] as const).flatMap((base) => [
    takes(base, 'a package is behind a relative redirect', undefined, {
      routes: (desk) => ({
        [package_[base]]: redirect('moved/here'),
        [`${package_[base].replace(/[^/]*$/, '')}moved/here`]: (response) =>
          void desk.read(package_[base]).then((content) => response.end(content)),
      }),
    }),
    takes(base, 'a package is behind a redirect without a host', undefined, {
      routes: (desk) => ({
        [package_[base]]: redirect('/pool', 307),
        '/pool': (response) => void desk.read(package_[base]).then((content) => response.end(content)),
      }),
    }),
    refuses(base, 'a package is a page', /an HTML page with the title "Sorry"/, undefined, at(package_[base], page('Sorry'))),
    refuses(
      base,
      'a package is a redirect of 138 bytes',
      /where \d+ are stated, so it is cut off/,
      undefined,
      at(package_[base], body('x'.repeat(138))),
    ),
    refuses(
      base,
      'a package never ends',
      /has more than the \d+ bytes that are stated/,
      undefined,
      at(package_[base], endless()),
    ),
    refuses(base, 'a package is absent', /is in the index but not at/, undefined, at(package_[base], status(404))),
    refuses(base, 'a package is forbidden', /is in the index but not at/, undefined, at(package_[base], status(403))),
    refuses(base, 'a package is answered by 500', /cannot be had: .* answered 500/, undefined, at(package_[base], status(500))),
  ]),
  refuses(
    'flat',
    'an index that never ends',
    /has more than the \d+ bytes that are stated/,
    undefined,
    at('/Packages.gz', endless()),
  ),
  refuses('flat', 'an index that is a page', /an HTML page/, undefined, at('/Packages.gz', page('Sorry'))),
  refuses('flat', 'an index that is answered by 500', /Packages\.gz cannot be had/, undefined, at('/Packages.gz', status(500))),
  refuses(
    'flat',
    'an index that lies about its size',
    /Packages\.gz has more than/,
    undefined,
    at('/Packages.gz', body(gzipSync(Buffer.alloc(50 << 20)))),
  ),
  refuses('rpm', 'a key that is a page', /an HTML page/, undefined, at('/repodata/repomd.xml.key', page('Sorry'))),
  takes(
    'flat',
    'a host that says 403 of what is absent',
    (desk) => desk.release({ forms: ['InRelease'] }),
    at('/Release', status(403)),
  ),
  takes(
    'flat',
    'a host that says 410 of what is absent',
    (desk) => desk.release({ forms: ['InRelease'] }),
    at('/Release', status(410)),
  ),
  refuses(
    'flat',
    'a signature that is answered by 500',
    /Release\.gpg cannot be had/,
    undefined,
    at('/Release.gpg', status(500)),
  ),
]
