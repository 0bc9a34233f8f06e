import { Document, isCollection, isMap, isPair, isScalar, type Pair } from 'yaml'
import { listRpmBase } from './rpm-base.js'
import { compact, type Draft, type DraftPackage, type Remark, type Value } from './draft.js'

const schema = 'https://raw.githubusercontent.com/obs-publish/obs-publish/main/docs/packages.schema.json'
const standard = ['x86_64', 'aarch64']
const debPaths = [
  { project: 'Ubuntu:debbuild', repository: 'Ubuntu_20.04' },
  { project: 'Ubuntu:20.04', repository: 'universe' },
]
const rpmPaths = [{ project: 'openSUSE:Leap:15.6', repository: 'standard' }]

/** The text of a packages.yaml that holds the packages; remarks are comments before the key that they are about. */
export function writeConfigText({ tag, packages }: Draft, source: string): string {
  const project = packages[0]?.name ?? 'project'
  const known = [...new Set(packages.flatMap(({ architectures }) => architectures))].filter((name) => name !== 'noarch')
  const architectures = known.length === 0 ? standard : known
  const provides = listRpmBase(packages)
  const home = `home:YOU:${project}:{channel}:v{minor}`
  const content = {
    obs: { 'build-project': `${home}:build`, 'publish-project': home },
    ...(tag === undefined ? {} : { tag }),
    builders: {
      deb: { format: 'deb', paths: debPaths, architectures },
      rpm: {
        format: 'rpm',
        paths: rpmPaths,
        architectures,
        ...(provides.length === 0 ? {} : { base: { provides: [...provides] } }),
      },
    },
    packages: Object.fromEntries(packages.map((each) => [each.name, describePackage(each, architectures)])),
  }
  const document = new Document(content, { aliasDuplicateObjects: false })
  document.commentBefore = ` Written by obs-publish init from ${source}. Read it once: comments say what could not be carried over.\n yaml-language-server: $schema=${schema}`
  comment(document, { at: ['obs'], text: 'Replace YOU by your account, or all of it by the projects that OBS shall have.' })
  comment(document, { at: ['builders'], text: 'The distributions to build against; the deb needs one with debbuild before it.' })
  comment(document, {
    at: ['builders', 'rpm', 'base'],
    text: 'What the distribution has of what the packages require; its repositories (base: { repositories: [URL] }) prove more.',
  })
  for (const { name, remarks } of packages)
    for (const { at, text } of remarks) comment(document, { at: ['packages', name, ...at], text })
  flow(document.contents, 0)
  return document.toString({ lineWidth: 0, singleQuote: true })
}

function describePackage({ keys, architectures }: DraftPackage, all: readonly string[]): Record<string, Value> {
  const own = architectures.length > 0 && architectures.length < all.length ? [...architectures] : undefined
  return compact({ ...keys, architectures: architectures.includes('noarch') ? ['noarch'] : own })
}

/** Puts a remark before the deepest key of its path that there is. */
function comment(document: Document, { at, text }: Remark): void {
  let node: unknown = document.contents
  let found: Pair | undefined
  for (const key of at) {
    if (!isMap(node)) break
    const pair = node.items.find((each) => isScalar(each.key) && each.key.value === key)
    if (pair === undefined) break
    found = pair
    node = pair.value
  }
  if (found === undefined || !isScalar(found.key)) return
  const lines = text.split('\n').map((line) => ` ${line}`)
  found.key.commentBefore = [found.key.commentBefore, ...lines].filter((line) => line != null).join('\n')
}

/** Writes what is small on one line: paths of builders, files, relations. */
function flow(node: unknown, depth: number): void {
  if (!isCollection(node)) return
  const values = node.items.map((item) => (isPair(item) ? item.value : item))
  node.flow = depth > 2 && values.every((value) => (isCollection(value) ? value.items.every(isPlain) : isPlain(value)))
  node.flow &&= JSON.stringify(node).length < 130
  for (const value of values) flow(value, depth + 1)
}

function isPlain(item: unknown): boolean {
  const value: unknown = isPair(item) ? item.value : item
  return isScalar(value) && !String(value.value).includes('\n')
}
