// Which room may import which. The lint rule below holds it; docs/architecture.md shows it.
import { dirname, join, normalize, relative, sep } from 'node:path'

/** What computes and touches nothing: no program, no network, no file, no clock. */
const pure = ['words', 'version', 'config', 'plan', 'spec', 'declaration']

/** The rooms of `src` and the rooms below them. `words` are the files of `src` itself but main.ts, which everybody may use. */
export const rooms = {
  words: [],
  version: [],
  config: ['version'],
  plan: ['config', 'version'],
  spec: ['plan', 'version'],
  host: [],
  // The context of an operation names the host; declarations run nothing of it.
  declaration: ['host'],
  package: ['host'],
  source: ['spec', 'plan', 'version', 'host'],
  obs: ['plan', 'version', 'host'],
  repository: ['package', 'host'],
  verify: ['repository', 'package', 'source', 'plan', 'version', 'host'],
  compare: ['repository', 'package', 'host'],
  'local-build': ['source', 'plan', 'host'],
  preview: ['local-build', 'verify', 'plan', 'host'],
  promotion: ['obs', 'preview', 'verify', 'compare', 'package', 'plan', 'config', 'version', 'host'],
  import: ['config', 'version', 'host'],
  sandbox: ['host'],
  project: ['plan', 'config', 'version', 'host'],
  report: ['promotion', 'obs', 'verify', 'compare', 'version', 'host'],
  // The pages of a site: computes them, and touches nothing.
  status: ['report', 'verify', 'version'],
  github: ['host'],
  attestation: ['verify', 'repository', 'package', 'plan', 'source', 'github', 'host'],
  issue: ['github', 'report', 'obs', 'verify', 'host'],
  operations: [
    ...['declaration', 'report', 'project', 'promotion', 'plan', 'version', 'host'],
    ...[
      'source',
      'obs',
      'verify',
      'compare',
      'local-build',
      'preview',
      'import',
      'github',
      'issue',
      'sandbox',
      'attestation',
      'status',
    ],
  ],
  action: ['operations', 'declaration', 'report', 'host'],
  cli: ['operations', 'declaration', 'host'],
  rehearsal: ['operations', 'declaration', 'cli', 'report', 'project', 'obs', 'verify', 'sandbox', 'host'],
  main: ['action', 'cli', 'rehearsal', 'sandbox'],
}

/** The room of a file of `src`, by its path below it. */
export function roomOf(path) {
  const [room, ...rest] = path.split(sep)
  return rest.length > 0 ? room : path === 'main.ts' || path === 'main.js' ? 'main' : 'words'
}

/** What is wrong with an import, as a sentence; undefined when the arrow points downward. */
export function judgeImport(file, specifier) {
  const room = roomOf(file)
  const below = rooms[room]
  if (below === undefined) return `${room} is no room that scripts/rooms.js knows; say there what it may import.`
  if (!specifier.startsWith('.')) {
    const effect = specifier.startsWith('@actions/') || (specifier.startsWith('node:') && specifier !== 'node:path')
    return effect && pure.includes(room) ? `${room} is pure: nothing in it may touch ${specifier}.` : undefined
  }
  const target = roomOf(normalize(join(dirname(file), specifier)))
  if (target === room || target === 'words' || below.includes(target)) return undefined
  return `${room} may import ${['words', ...below].join(', ')}, and not ${target} (scripts/rooms.js).`
}

/** The lint rule that holds the arrows. */
export const arrows = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const file = relative(join(import.meta.dirname, '..', 'src'), context.filename)
    const check = (node) => {
      const specifier = node.source?.value
      const message = typeof specifier === 'string' ? judgeImport(file, specifier) : undefined
      if (message !== undefined) context.report({ node, message })
    }
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
      TSImportType: check,
    }
  },
}
