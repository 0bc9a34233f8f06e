import { escapeCell, renderTable } from './markdown.js'
import type { Input } from '../../src/declaration/input.js'
import type { AnyOperation } from '../../src/declaration/operation.js'

/** What declarations become in action.yml and in the READMEs. Pure text; `npm run generate` writes it. */

/** The action.yml of an operation. `dist` is the bundle's folder as seen from it. */
export function renderActionYaml(operation: AnyOperation, dist: string): string {
  const main = `${dist}/${operation.name}.js`
  return [
    `# Generated from src/operations/${operation.name}.ts by \`npm run generate\`.`,
    `name: ${operation.name === 'publish' ? 'obs-publish' : `obs-publish ${operation.name}`}`,
    `description: ${quote(operation.summary)}`,
    'inputs:',
    ...inputsOf(operation).flatMap(([name, input]) => [
      `  ${name}:`,
      `    description: ${quote(input.description)}`,
      ...(input.required ? ['    required: true'] : []),
      ...(defaultOf(input) ? [`    default: ${quote(defaultOf(input))}`] : []),
    ]),
    'outputs:',
    ...outputsOf(operation).flatMap(([name, description]) => [`  ${name}:`, `    description: ${quote(description)}`]),
    'runs:',
    '  using: node24',
    `  main: ${main}`,
    ...(operation.post ? [`  post: ${main}`] : []),
    'branding:',
    '  icon: package',
    '  color: green',
    '',
  ].join('\n')
}

/** The tables of an operation's inputs and outputs, as Markdown. */
export function renderTables(operation: AnyOperation): string {
  const inputs = inputsOf(operation).map(([name, input]) => [
    `\`${name}\``,
    escapeCell(input.description),
    describeDefault(input),
  ])
  const outputs = outputsOf(operation).map(([name, description]) => [`\`${name}\``, escapeCell(description)])
  return [renderTable(['Input', 'What it says', 'Default'], inputs), '', renderTable(['Output', 'What it holds'], outputs)].join(
    '\n',
  )
}

/** The README of an operation's action. */
export function renderActionReadme(operation: AnyOperation): string {
  return [
    `# ${operation.name}`,
    '',
    `<!-- Generated from src/operations/${operation.name}.ts by npm run generate. -->`,
    '',
    operation.summary,
    '',
    'As a step of a workflow:',
    '',
    '```yaml',
    `- uses: obs-publish/obs-publish/actions/${operation.name}@v1`,
    '```',
    '',
    `As a command: \`node dist/cli.js ${operation.name}\`; inputs are given as \`--name value\`.`,
    '',
    renderTables(operation),
    '',
  ].join('\n')
}

/** The table of all operations. */
export function renderOperationTable(operations: readonly AnyOperation[]): string {
  const rows = operations.map(({ name, summary }) => [
    name === 'publish' ? '[`publish`](action.yml), the root action' : `[\`${name}\`](actions/${name}/README.md)`,
    escapeCell(summary),
  ])
  return renderTable(['Operation', 'What it does'], rows)
}

/** Puts text between `<!-- name -->` and `<!-- /name -->`; throws when the document has no such place. */
export function replaceSection(document: string, name: string, text: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const [start, end] = [document.indexOf(open), document.indexOf(close)]
  if (start < 0 || end < start) throw new Error(`the document has no section ${open} … ${close}`)
  return `${document.slice(0, start + open.length)}\n\n${text}\n\n${document.slice(end)}`
}

function inputsOf(operation: AnyOperation): [string, Input<unknown>][] {
  return Object.entries(operation.inputs)
}

function outputsOf(operation: AnyOperation): [string, string][] {
  return Object.entries(operation.outputs).map(([name, { description }]) => [name, description])
}

function describeDefault(input: Input<unknown>): string {
  if (input.required) return 'required'
  return defaultOf(input) ? `\`${defaultOf(input)}\`` : ''
}

function defaultOf(input: Input<unknown>): string {
  return input.default ?? input.actionDefault ?? ''
}

/** A YAML scalar in single quotes. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
