// Makes the tree that of a release: the version in package.json and package-lock.json, and what stands under "Unreleased" in
// CHANGELOG.md below a heading of its own. Prints that part, for the tag. Changes nothing when something is wrong.
// Usage: node scripts/release.mjs VERSION
import { readFileSync, writeFileSync } from 'node:fs'

const [version = ''] = process.argv.slice(2)
if (!/^\d+\.\d+\.\d+$/.test(version)) fail(`'${version}' is no version; give one such as 1.2.3`)
const changelog = readFileSync('CHANGELOG.md', 'utf8')
const [, before = '', news = '', after = ''] = /^([^]*?## Unreleased\n)([^]*?)((?:\n## [^]*)?)$/.exec(changelog) ?? []
if (news.trim() === '') fail('CHANGELOG.md has nothing under "Unreleased", so there is nothing to release')
if (changelog.includes(`\n## ${version} `)) fail(`CHANGELOG.md has ${version} already`)
const files = ['package.json', 'package-lock.json'].map((name) => ({ name, data: JSON.parse(readFileSync(name, 'utf8')) }))
const known = files[0].data.version
if (compare(known, version) >= 0 && known !== '0.1.0') fail(`${version} is not newer than ${known} of package.json`)
for (const { name, data } of files) {
  data.version = version
  if (data.packages?.['']) data.packages[''].version = version
  writeFileSync(name, `${JSON.stringify(data, null, 2)}\n`)
}
const today = new Date().toISOString().slice(0, 10)
writeFileSync('CHANGELOG.md', `${before}\n## ${version} (${today})\n\n${news.trim()}\n${after}`)
console.log(`${version}\n\n${news.trim()}`)

function compare(left, right) {
  const [one, other] = [left, right].map((each) => each.split('.').map(Number))
  const at = one.findIndex((part, index) => part !== other[index])
  return at < 0 ? 0 : one[at] - other[at]
}

function fail(message) {
  console.error(`release: ${message}.`)
  process.exit(2)
}
