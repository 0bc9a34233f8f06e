import type { Input } from '../declaration/input.js'
import type { AnyOperation } from '../declaration/operation.js'

/** The help of the whole command: a line for each operation. */
export function renderOverview(operations: readonly AnyOperation[]): string {
  const width = Math.max(...operations.map(({ name }) => name.length))
  return [
    'Usage: obs-publish <operation> [--<input> <value>]… [--json]',
    '',
    'Operations:',
    ...operations.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    '`obs-publish <operation> --help` describes its inputs and outputs. --json prints the outputs as one JSON object.',
    '`obs-publish --version` tells the version of the suite.',
    'Exit codes: 0 done; 1 the work failed; 2 wrong input, config or credentials; 3 a service or tool failed, a later run may succeed.',
  ].join('\n')
}

/** The help of one operation. */
export function renderHelp(operation: AnyOperation): string {
  const inputs: [string, Input<unknown>][] = Object.entries(operation.inputs)
  const outputs = Object.entries(operation.outputs)
  return [
    `Usage: obs-publish ${operation.name} [--<input> <value>]… [--json]`,
    '',
    operation.summary,
    '',
    'Inputs:',
    ...inputs.flatMap(([name, input]) => [`  --${name} ${placeholder(input)}${remark(input)}`, `      ${input.description}`]),
    '',
    'Outputs:',
    ...outputs.flatMap(([name, { description }]) => [`  ${name}`, `      ${description}`]),
  ].join('\n')
}

function placeholder(input: Input<unknown>): string {
  return input.choices ? input.choices.join('|') : `<${input.type}>`
}

function remark(input: Input<unknown>): string {
  if (input.required) return '  (required)'
  if (input.default) return `  (default: ${input.default})`
  return ''
}
