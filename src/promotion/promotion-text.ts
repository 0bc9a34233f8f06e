import { isMap, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml'
import { UserError } from '../error.js'
import { compareListed, nameVersion } from './promotion.js'
import type { PromotedVersion } from './promotion-schema.js'

const schema = 'https://raw.githubusercontent.com/obs-publish/obs-publish/main/schema/promotion.schema.json'

/** A list without a version, as a project begins it. */
export const emptyPromotion = `# yaml-language-server: $schema=${schema}\npromotions:\n`

/**
 * The text of a promotion.yaml with one version more, in its place: by channel, then by version. Nothing else of the text
 * changes, so that a pull request shows exactly the new lines. Takes the place of the same version.
 */
export function writeVersion(text: string, file: string, version: PromotedVersion): string {
  const list = readItems(text, file)
  const written = renderVersion(version, list.indent)
  const same = list.items.find((item) => nameVersion(item) === nameVersion(version))
  if (same !== undefined) return `${text.slice(0, same.start)}${written}${text.slice(same.end)}`
  const before = list.items.filter((item) => compareVersions(item, version) < 0).at(-1)
  const place = before?.end ?? list.start
  const head = text.slice(0, place)
  return `${head}${head === '' || head.endsWith('\n') ? '' : '\n'}${written}${text.slice(place)}`
}

/** The text with a version marked as yanked, or no more: the one line that says so. */
export function writeYanked(text: string, file: string, version: PromotedVersion, reason: string | undefined): string {
  const item = readItems(text, file).items.find((each) => nameVersion(each) === nameVersion(version))
  if (item === undefined) throw new UserError([{ message: `${nameVersion(version)} is not in the list.`, at: { file } }])
  const head = text.slice(0, item.yanked?.start ?? item.versionEnd)
  const line = reason === undefined ? '' : `${' '.repeat(item.column)}yanked: ${quote(reason)}\n`
  return `${head}${head.endsWith('\n') ? '' : '\n'}${line}${text.slice(item.yanked?.end ?? item.versionEnd)}`
}

interface Item {
  readonly channel: string
  readonly version: string
  /** Of the line on which it begins, and after the one on which it ends. */
  readonly start: number
  readonly end: number
  /** After the line that says the version. */
  readonly versionEnd: number
  /** The column of its keys. */
  readonly column: number
  readonly yanked: { readonly start: number; readonly end: number } | undefined
}

interface Items {
  readonly items: readonly Item[]
  /** Where the first one goes. */
  readonly start: number
  /** Blanks before a `-`. */
  readonly indent: number
}

function readItems(text: string, file: string): Items {
  const document = parseDocument(text, { keepSourceTokens: true })
  const refuse = () =>
    new UserError([
      {
        message:
          'Write promotions as a list with a dash and lines of its own for each version, and nothing in braces or brackets around it.',
        at: { file },
      },
    ])
  const { contents } = document
  const pair = isMap(contents) ? contents.items.find(({ key }) => isScalar(key) && key.value === 'promotions') : undefined
  const key = pair && isScalar(pair.key) ? pair.key.range : undefined
  if (pair === undefined || !key) throw refuse()
  const start = endOfLine(text, key[1])
  const list = pair.value
  if (list === null || (isScalar(list) && list.value === null)) return { items: [], start, indent: 2 }
  if (!isSeq(list) || list.flow === true) throw refuse()
  const items = list.items.map((item): Item => {
    const range = isMap(item) ? item.range : undefined
    if (!isMap(item) || item.flow === true || !range) throw refuse()
    const [keyOffset, valueEnd] = range
    const version = lineOf(text, item, 'version')
    if (version === undefined) throw refuse()
    return {
      channel: String(item.get('channel')),
      version: String(item.get('version')),
      start: startOfLine(text, keyOffset),
      end: endOfLine(text, Math.max(valueEnd - 1, 0)),
      versionEnd: version.end,
      column: keyOffset - startOfLine(text, keyOffset),
      yanked: lineOf(text, item, 'yanked'),
    }
  })
  const first = items[0]
  return { items, start, indent: first === undefined ? 2 : first.column - 2 }
}

/** The lines of a key and its value. */
function lineOf(text: string, map: YAMLMap, name: string): { readonly start: number; readonly end: number } | undefined {
  const pair = map.items.find(({ key }) => isScalar(key) && key.value === name)
  if (!pair || !isScalar(pair.key) || !pair.key.range || !isScalar(pair.value) || !pair.value.range) return undefined
  return { start: startOfLine(text, pair.key.range[0]), end: endOfLine(text, Math.max(pair.value.range[1] - 1, 0)) }
}

function startOfLine(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1
}

/** After the newline of the line that an offset is in. */
function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset)
  return end === -1 ? text.length : end + 1
}

/** By channel, then by version. */
function compareVersions(left: Pick<PromotedVersion, 'channel' | 'version'>, right: typeof left): number {
  if (left.channel !== right.channel) return left.channel < right.channel ? -1 : 1
  return compareListed(left.version, right.version)
}

function renderVersion({ channel, minor, version, from, yanked, packages }: PromotedVersion, indent: number): string {
  const lines = [`- channel: ${quote(channel)}`, `  minor: '${minor}'`, `  version: ${quote(version)}`]
  if (from !== undefined) lines.push(`  from: ${quote(from)}`)
  if (yanked !== undefined) lines.push(`  yanked: ${quote(yanked)}`)
  lines.push('  packages:')
  for (const name of Object.keys(packages).sort()) {
    const { srcmd5 = '', files = {} } = packages[name] ?? {}
    lines.push(`    ${name}:`, `      srcmd5: ${quoteDigest(srcmd5)}`, '      files:')
    for (const path of Object.keys(files).sort()) {
      const digests = Object.entries(files[path] ?? {}).flatMap(([key, digest]) =>
        digest === undefined ? [] : [`${key}: ${quoteDigest(digest)}`],
      )
      lines.push(`        ${path}: { ${digests.join(', ')} }`)
    }
  }
  return lines.map((line) => `${' '.repeat(indent)}${line}\n`).join('')
}

/** Hex of digits alone, or with one e among them, would be a number. */
function quoteDigest(hex: string): string {
  return /[a-df]/.test(hex) ? hex : `'${hex}'`
}

/** A text as YAML: as it is where it can be taken for nothing else. */
function quote(text: string): string {
  const isPlain = /^[A-Za-z][\w ./-]*$|^\d+\.\d+\.\d[\w.+~-]*$/.test(text) && !/^(true|false|null|yes|no|on|off)$/i.test(text)
  return isPlain && !text.endsWith(' ') ? text : `'${text.replaceAll("'", "''")}'`
}
