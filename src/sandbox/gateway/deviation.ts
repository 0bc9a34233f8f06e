/** What is still different from OBS's real front end (API 2.10.50): what it is about, and how the gateway does it. */
export const differences: readonly (readonly [subject: string, sentence: string])[] = [
  ['Backend', 'It is 2.9.4, as Debian 12 has it: `InRelease` is not written, the state `publishfailed` does not exist.'],
  ['Accounts', 'There are three, `packager`, `stranger` and `Admin`; groups give no rights, and none is to be confirmed.'],
  ['Authentication', 'Basic alone; no signatures by SSH keys, and no session cookie.'],
  ['Requests', 'There are none: `/request` and `/search/request` answer an empty collection.'],
  ['Search', '`/search/person` and `/search/package?match=@project=…` work; other searches are those of the backend.'],
  ['Lists', '`GET /source` lists hidden projects too; what is in them may not be seen.'],
  ['Checks of a _meta', 'The order and names of elements, roles and architectures are checked, not every attribute and value.'],
  ['Order', 'A project is shown with its repositories in reverse order, each time; the real one keeps an order of its own.'],
  ['Attributes', 'There are none, so neither is `OBS:LimitReleaseSourceProject`.'],
  [
    'Releases',
    'They are copied one after the other, and the scheduler is not suspended: binaries are seen sooner than on a busy instance.',
  ],
  ['Source services', 'None runs on the server; `_service` files are kept as they are.'],
  ['scmsync', 'The element is kept, and nothing is synchronised.'],
  ['Web', 'There are no pages; `GET /` answers a small one, where the real front end redirects what it takes for a browser.'],
  [
    'Outages',
    'Metas and package lists come from the backend, while the real front end answers them from its database when the backend is away.',
  ],
  ['Times', 'Everything is on one machine: commits reach the schedulers within milliseconds.'],
  [
    'Keys',
    'A project without a key of its own or above it is signed with that of the instance, as `osc signkey --create` has not made one; private keys lie in a key ring, not encrypted in the project.',
  ],
  ['Events', 'No AMQP; `/lastnotifications` and `/lastevents` of the backend work.'],
]
