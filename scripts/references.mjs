// Writes the workflows for a place that lacks references to the own repository (`uses: $/…`), queues of more than one run
// (`queue: max`) and limits of the cache (`cache-mode`), such as GitHub Enterprise Server: each `$/` becomes a fixed owner, name
// and ref, and no queue is asked for, so that there a third run cancels the one that waits. Nothing here uses the cache. Without
// --to the files themselves are changed.
// Usage: node scripts/references.mjs OWNER/NAME REF [--from FOLDER] [--to FOLDER]
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { from: { type: 'string', default: '.github/workflows' }, to: { type: 'string' }, help: { type: 'boolean' } },
})
const [repository = '', ref = ''] = positionals
if (values.help || !/^[\w.-]+\/[\w.-]+$/.test(repository) || !/^[\w./-]+$/.test(ref)) {
  console.error('Usage: node scripts/references.mjs OWNER/NAME REF [--from FOLDER] [--to FOLDER]')
  console.error('Writes `uses: $/actions/plan` as `uses: OWNER/NAME/actions/plan@REF` in every workflow, and asks for no queue.')
  process.exit(values.help ? 0 : 2)
}
const { from, to = from } = values
mkdirSync(to, { recursive: true })
let written = 0
for (const name of readdirSync(from).filter((each) => /\.ya?ml$/.test(each))) {
  const text = readFileSync(join(from, name), 'utf8')
  writeFileSync(
    join(to, name),
    text
      .replace(/^ +queue: max\n/gm, '')
      .replace(/^ *cache-mode: .*\n/gm, '')
      .replace(/^(\s*(?:- )?uses: )\$\/(\S+)$/gm, (_, before, path) => (written++, `${before}${repository}/${path}@${ref}`)),
  )
}
console.log(`${written} references lead to ${repository} at ${ref}`)
