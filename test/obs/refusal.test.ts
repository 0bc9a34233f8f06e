import { expect, test } from '@jest/globals'
import { explainRefusal } from '../../src/obs/refusal.js'
import type { OscRequest } from '../../src/obs/osc-transport.js'

const put = (path: string, text?: string): OscRequest => ({ method: 'PUT', path, text, timeout: 1 })
const open = '<project name="isv:team"/>'
const locked = '<project name="P"><lock><enable/></lock></project>'

async function explain(request: OscRequest, status: number, code: string, summary: string, found: Record<string, string> = {}) {
  const asked = (path: string) => Promise.resolve(found[decodeURIComponent(path)])
  const { name, message } = await explainRefusal(request, { status, code, summary }, 'jane', asked)
  return `${name}: ${message}`
}

/** Statuses, codes and words as the real front end gave them. */
test.each([
  [
    'a wrong password',
    put('/source/P/_meta'),
    401,
    'authentication_required',
    'Authentication Required',
    {},
    'UserError: OBS refused the user name or password of jane; check the inputs `username` and `password` of setup-osc.',
  ],
  [
    'an account that is not confirmed',
    put('/source/P/_meta'),
    403,
    'unconfirmed_user',
    'Your account is not yet confirmed',
    {},
    'UserError: OBS does not let the account jane in: Your account is not yet confirmed; confirm the account, or ask an administrator of that OBS.',
  ],
  [
    "a project below somebody else's",
    put('/source/isv%3Ateam%3Astable%3Av1/_meta'),
    403,
    'create_project_no_permission',
    'no permission to create project isv:team:stable:v1',
    { '/source/isv:team/_meta': open },
    'UserError: The account jane may not create the project isv:team:stable:v1: that needs the role maintainer in isv:team; ask for it there, or choose a project below home:jane.',
  ],
  [
    'a project below nothing',
    put('/source/isv%3Ateam/_meta'),
    403,
    'create_project_no_permission',
    'no permission to create project isv:team',
    {},
    'UserError: The account jane may not create the project isv:team: that needs the role maintainer in a project above it, of which none exists (an administrator of that OBS can make isv); ask for it there, or choose a project below home:jane.',
  ],
  [
    'a commit without the role',
    { method: 'POST', path: '/source/P/K?cmd=commitfilelist', timeout: 1 },
    403,
    'update_package_not_authorized',
    'Sorry, you are not authorized to update this package.',
    { '/source/P/_meta': open },
    'UserError: The account jane may not change P/K: Sorry, you are not authorized to update this package.; it needs the role maintainer in P, which its maintainers can give.',
  ],
  [
    'a commit to a locked project',
    { method: 'POST', path: '/source/P/K?cmd=commitfilelist', timeout: 1 },
    403,
    'update_package_not_authorized',
    'Sorry, you are not authorized to update this package.',
    { '/source/P/_meta': locked },
    'UserError: The project P is locked on OBS (Sorry, you are not authorized to update this package.); its maintainers can unlock it with osc unlock.',
  ],
  [
    'a commit to a locked package',
    put('/source/P/K/K.spec'),
    403,
    'put_file_no_permission',
    'insufficient permissions',
    { '/source/P/_meta': open, '/source/P/K/_meta': '<package><lock><enable/></lock></package>' },
    'UserError: The package P/K is locked on OBS (insufficient permissions); its maintainers can unlock it with osc unlock.',
  ],
  [
    'a commit to a package that is synchronised from elsewhere',
    { method: 'POST', path: '/source/P/K?cmd=commitfilelist', timeout: 1 },
    403,
    'scmsync_read_only',
    'Can not change files in SCM bridged packages',
    { '/source/P/_meta': open, '/source/P/K/_meta': '<package><scmsync>https://example.org/K.git</scmsync></package>' },
    'UserError: P/K takes its sources from https://example.org/K.git (scmsync), OBS accepts no commits to it; commit there.',
  ],
  [
    "a release into somebody else's project",
    { method: 'POST', path: '/source/P/K?cmd=release', timeout: 1 },
    403,
    'cmd_execution_no_permission',
    'no permission to write in project T',
    { '/source/T/_meta': open },
    'UserError: The account jane may not change T: no permission to write in project T; it needs the role maintainer in T, which its maintainers can give.',
  ],
  [
    'a release into a locked project',
    { method: 'POST', path: '/source/P/K?cmd=release', timeout: 1 },
    403,
    'cmd_execution_no_permission',
    'no permission to write in project T',
    { '/source/T/_meta': locked },
    'UserError: The project T is locked on OBS (no permission to write in project T); its maintainers can unlock it with osc unlock.',
  ],
  [
    'hidden sources',
    { method: 'GET', path: '/source/P/K', timeout: 1 },
    403,
    'source_access_no_permission',
    'P/K',
    {},
    'UserError: The sources of P/K are hidden from the account jane; ask a maintainer of P for a role there.',
  ],
  [
    'a raised protection level',
    put('/source/P/_meta'),
    403,
    'change_project_protection_level',
    'admin rights are required to raise the protection level of a project',
    {},
    'UserError: OBS does not permit to change who may see P: admin rights are required to raise the protection level of a project; an administrator of that OBS can.',
  ],
  [
    'a maintainer that OBS does not know',
    put(
      '/source/P/_meta',
      '<project name="P"><person userid="jane" role="maintainer"/><person userid="jon" role="maintainer"/></project>',
    ),
    404,
    'not_found',
    "Couldn't find User",
    { '/person/jane': '<person/>' },
    'UserError: OBS knows no user jon, named as maintainer of P; correct obs.maintainers of the config.',
  ],
  [
    'a refusal that nobody foresaw',
    { method: 'POST', path: '/source/P?cmd=x', timeout: 1 },
    403,
    'something_new',
    'because',
    { '/source/P/_meta': open },
    'UserError: OBS does not permit /source/P?cmd=x to the account jane: because.',
  ],
  [
    'a wrong _meta',
    put('/source/P/_meta'),
    400,
    'validation_failed',
    'project validation error: 3:0: ERROR: Element project failed to validate content',
    {},
    'ServiceError: /source/P/_meta answered 400: project validation error: 3:0: ERROR: Element project failed to validate content; running it again will not help',
  ],
] as const)('%s is told to whoever can mend it', async (_, request, status, code, summary, found, sentence) => {
  expect(await explain(request, status, code, summary, found)).toBe(sentence)
})
