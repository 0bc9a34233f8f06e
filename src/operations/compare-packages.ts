import { aspects, type Difference } from '../compare/difference.js'
import { ignorable, nameOfIgnored } from '../compare/ignore.js'
import { listSubjects, toRows } from '../report/differences.js'
import { compareSides } from '../compare/comparison.js'
import { choice, list, path } from '../declaration/input.js'
import { nearest } from '../nearest.js'
import { operation, output } from '../declaration/operation.js'
import { UserError, WorkError, type Problem } from '../error.js'
import { count } from '../plural.js'
import { renderTable } from '../report/table.js'

const place = 'a deb or rpm, a folder of them, or the http(s) URL of one or of a repository.'

/** Says what differs between packages. */
export const comparePackages = operation({
  name: 'compare-packages',
  summary: 'Compare two packages, folders or repositories: metadata, relations, files, scripts and contents.',
  inputs: {
    left: path({ required: true, description: `What to compare: ${place}` }),
    right: path({ required: true, description: `What to compare it with: ${place}` }),
    ignore: list({
      description: `What may differ: ${ignorable.join(', ')}. With a pattern only there: digest:/usr/bin/*, relations:requires, size:package; files:/usr/share/doc/* is everything about these paths.`,
    }),
    'on-difference': choice(['fail', 'report'], {
      default: 'fail',
      description: 'What it means when something differs: the work has failed, or it is only told.',
    }),
  },
  outputs: {
    differences: output<readonly Difference[]>(
      `A row for each difference, as JSON: package, format, architecture, version, what (${aspects.join(', ')}), where, left, right.`,
    ),
    same: output<boolean>('true when nothing differs, else false.'),
  },
  async run({ inputs, host, set }) {
    requireIgnorable(inputs.ignore)
    const { left, right, differences } = await compareSides(inputs.left, inputs.right, inputs.ignore, host)
    host.log.info(`Compared ${count(left, 'package')} on the left with ${count(right, 'package')} on the right.`)
    set({ differences, same: differences.length === 0 })
    if (differences.length > 0 && inputs['on-difference'] === 'fail')
      throw new WorkError(`${summarize(differences)}: mend the packages, or name what may differ by the input \`ignore\`.`)
  },
  report({ same, differences = [] }, problems = []) {
    if (same === undefined) return '### ❌ Nothing was compared'
    if (differences.length === 0) return '### ✅ The packages are the same'
    const table = renderTable(['Package', 'What', 'Where', 'Left', 'Right'], toRows(differences))
    return [`### ${problems.length > 0 ? '❌ ' : ''}${summarize(differences)}`, '', table].join('\n')
  },
})

function summarize(differences: readonly Difference[]): string {
  const packages = listSubjects(differences).length
  return `${count(packages, 'package')} ${packages === 1 ? 'differs' : 'differ'}, in ${count(differences.length, 'place')}`
}

function requireIgnorable(items: readonly string[]): void {
  const problems: Problem[] = []
  for (const name of items.map(nameOfIgnored)) {
    if (ignorable.includes(name)) continue
    const similar = nearest(name, ignorable)
    const advice = similar === undefined ? `; there are ${ignorable.join(', ')}.` : `; did you mean \`${similar}\`?`
    problems.push({ message: `Input \`ignore\` names \`${name}\`, which nothing differs in${advice}` })
  }
  if (problems.length > 0) throw new UserError(problems)
}
