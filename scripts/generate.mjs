// Writes what follows from the declarations: action.yml of every operation, the tables of the READMEs, the JSON
// Schemas of packages.yaml, of promotion.yaml, of the report and of verification statements. `--check` fails when one of them is stale. Runs on the JavaScript that
// build.mjs leaves in build.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { format, resolveConfig } from 'prettier'

const root = join(import.meta.dirname, '..')
const check = process.argv.includes('--check')
const { registry } = await import('../build/src/operations/registry.js')
const { renderActionYaml, renderTables, renderActionReadme, renderOperationTable, replaceSection } =
  await import('../build/scripts/generator/action-file.js')
const { renderReference, renderPlaceholders } = await import('../build/scripts/generator/reference.js')
const { renderDifferences } = await import('../build/scripts/generator/gateway.js')
const { publishedSchema } = await import('../build/scripts/generator/published-schema.js')
const { reportSchema } = await import('../build/scripts/generator/report-schema.js')
const { verificationSchema } = await import('../build/scripts/generator/verification-schema.js')
const { promotionSchema } = await import('../build/src/promotion/promotion-schema.js')
const { configSchema } = await import('../build/src/config/schema.js')
const { binaryPlaceholders } = await import('../build/src/config/template.js')
const { specPlaceholders } = await import('../build/src/spec/hand-written.js')
const { toJsonSchema } = await import('@valibot/to-json-schema')

const operations = await Promise.all(Object.values(registry).map((load) => load()))
const stale = []
for (const operation of operations) {
  const isRoot = operation.name === 'publish'
  await emit(
    isRoot ? 'action.yml' : `actions/${operation.name}/action.yml`,
    renderActionYaml(operation, isRoot ? 'dist' : '../../dist'),
  )
  if (!isRoot) await emit(`actions/${operation.name}/README.md`, renderActionReadme(operation))
}
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const publish = operations.find(({ name }) => name === 'publish')
const sections = { operations: renderOperationTable(operations), publish: renderTables(publish) }
await emit(
  'README.md',
  Object.entries(sections).reduce((text, [name, body]) => replaceSection(text, name, body), readme),
)
const schema = toJsonSchema(configSchema, { errorMode: 'ignore', typeMode: 'input' })
await emit('docs/packages.schema.json', JSON.stringify(publishedSchema(schema)))
const { $schema, ...rows } = toJsonSchema(reportSchema)
await emit('schema/verify-report.schema.json', JSON.stringify({ $schema, title: 'The report of verify-repo', ...rows }))
const { $schema: draft, ...statement } = toJsonSchema(verificationSchema)
await emit(
  'schema/verification.schema.json',
  JSON.stringify({ $schema: draft, title: 'The predicate of a verification statement', ...statement }),
)
const promotions = toJsonSchema(promotionSchema, { errorMode: 'ignore', typeMode: 'input' })
await emit('schema/promotion.schema.json', JSON.stringify({ ...promotions, title: 'What is published: promotion.yaml' }))
const reference = readFileSync(join(root, 'docs/packages.md'), 'utf8')
const parts = {
  reference: renderReference(schema),
  'spec placeholders': renderPlaceholders(specPlaceholders),
  'url placeholders': renderPlaceholders(binaryPlaceholders),
}
await emit(
  'docs/packages.md',
  Object.entries(parts).reduce((text, [name, body]) => replaceSection(text, name, body), reference),
)

const sandbox = readFileSync(join(root, 'docs/sandbox.md'), 'utf8')
await emit('docs/sandbox.md', replaceSection(sandbox, 'differences', renderDifferences()))

if (stale.length > 0) {
  console.error(`stale: ${stale.join(', ')}. Run \`npm run generate\` and commit.`)
  process.exitCode = 1
} else if (check) console.log('every action.yml, table and schema follows from the declarations')

async function emit(name, text) {
  const file = join(root, name)
  const formatted = await format(text, { ...(await resolveConfig(file)), filepath: file })
  let present
  try {
    present = readFileSync(file, 'utf8')
  } catch {
    present = undefined
  }
  if (present === formatted) return
  if (check) return void stale.push(name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, formatted)
  console.log(`wrote ${name}`)
}
