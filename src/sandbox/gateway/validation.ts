import { childrenOf, parseXml, type Element } from '../../xml.js'
import { Refusal } from './answer.js'

/** What may be in an element, in this order; a name with `*` may be there several times. */
const flags = ['lock', 'build', 'publish', 'useforbuild', 'debuginfo', 'binarydownload', 'sourceaccess', 'access']
const schemas: Readonly<Record<'project' | 'package', readonly string[]>> = {
  project: [
    ...['title', 'description', 'url', 'link*', 'mountproject', 'remoteurl', 'remoteproject', 'scmsync', 'devel'],
    ...['person*', 'group*', ...flags, 'maintenance', 'repository*'],
  ],
  package: [
    ...['title', 'description', 'devel', 'scmsync', 'releasename', 'person*', 'group*', ...flags],
    ...['bcntsynctag', 'url', 'file*'],
  ],
}
/** In these places OBS's schema interleaves: their order is free among themselves. */
const interleaved = new Set([...flags, 'person', 'group'])
const required = ['title', 'description']
const repositoryChildren = ['download*', 'releasetarget*', 'hostsystem*', 'path*', 'arch*']
const roles = ['maintainer', 'bugowner', 'downloader', 'reader', 'reviewer']
/** Architectures that OBS's schema knows. */
const architectures = new Set(
  (
    'noarch aarch64 aarch64_ilp32 armv4l armv5l armv5el armv6l armv7l armv7el armv8el hppa i586 i686 ia64 loongarch64 local m68k ' +
    'mips mips32 mips64 ppc ppc64 ppc64p7 ppc64le riscv64 s390 s390x sparc sparc64 x86_64'
  ).split(' '),
)

/** Parses and checks a _meta as OBS's schema does; refused as validation_failed, with a line for each complaint. */
export function validateMeta(text: string, kind: 'project' | 'package'): Element {
  const refuse = (...lines: string[]) => new Refusal(400, 'validation_failed', [`${kind} validation error:`, ...lines].join('\n'))
  let meta
  try {
    meta = parseXml(text)
  } catch (error) {
    throw refuse(`1:0: FATAL: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (meta.name !== kind) throw refuse(`1:0: ERROR: Expecting element ${kind}, got ${meta.name}`)
  const complaints = [
    ...complainOfOrder(meta, schemas[kind]),
    ...required.filter((name) => childrenOf(meta, name).length === 0).map((name) => `Expecting an element ${name}, got nothing`),
    ...childrenOf(meta, 'person').flatMap(({ attributes }) =>
      attributes['userid'] !== undefined && roles.includes(attributes['role'] ?? '')
        ? []
        : ['Invalid attribute role for element person'],
    ),
    ...flags
      .flatMap((name) => childrenOf(meta, name))
      .flatMap((flag) =>
        flag.children
          .filter((child) => child.name !== 'enable' && child.name !== 'disable')
          .map((child) => `Did not expect element ${child.name} there`),
      ),
    ...childrenOf(meta, 'repository').flatMap(complainOfRepository),
  ]
  if (complaints.length > 0)
    throw refuse(...complaints.map((each) => `1:0: ERROR: ${each}`), `1:0: ERROR: Element ${kind} failed to validate content`)
  return meta
}

function complainOfOrder(element: Element, schema: readonly string[]): readonly string[] {
  let place = 0
  const seen = new Set<string>()
  return element.children.flatMap(({ name }) => {
    const index = schema.findIndex((each) => each.replace('*', '') === name)
    if (index < 0) return [`Did not expect element ${name} there`]
    const isDouble = seen.has(name) && !schema.includes(`${name}*`)
    seen.add(name)
    if (isDouble || (index < place && !interleaved.has(name))) return [`Did not expect element ${name} there`]
    if (!interleaved.has(name)) place = index
    return []
  })
}

function complainOfRepository(repository: Element): readonly string[] {
  const { name } = repository.attributes
  return [
    ...(name === undefined || !/^[\w.+-]+$/.test(name) ? ['Invalid attribute name for element repository'] : []),
    ...complainOfOrder(repository, repositoryChildren),
    ...childrenOf(repository, 'arch').flatMap(({ text }) =>
      architectures.has(text) ? [] : [`Error validating value ${text} of arch`],
    ),
    ...['path', 'releasetarget'].flatMap((kind) =>
      childrenOf(repository, kind).flatMap(({ attributes }) =>
        attributes['project'] && attributes['repository'] ? [] : [`Element ${kind} failed to validate attributes`],
      ),
    ),
  ]
}

/** Refuses a name that no project can have. */
export function validateProjectName(name: string): void {
  const parts = name.split(':')
  const isGood = name.length < 200 && /^[\w.+:-]+$/.test(name) && parts.every((part) => part !== '' && !/^[._]/.test(part))
  if (!isGood || name === '0') throw new Refusal(400, 'invalid_project_name', `invalid project name '${name}'`)
}
