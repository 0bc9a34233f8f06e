import { differences } from '../../src/sandbox/gateway/deviation.js'

/** The table of docs/sandbox.md of what the gateway does otherwise than OBS's front end. */
export function renderDifferences(): string {
  return ['| about | the sandbox |', '| --- | --- |', ...differences.map((row) => `| ${row.join(' | ')} |`)].join('\n')
}
