import type { Format } from '../format.js'
import { isShell, readInterpreter } from '../interpreter.js'
import { maintainerScriptAt, moments, scriptAt, type Moment } from '../plan/script.js'
import { inOnly, type Line } from './branch.js'
import { scriptSuffix, sourceMacro } from './sources.js'
import type { SpecModel } from './spec-model.js'
import { linesAfter, linesBefore } from './upkeep.js'

/**
 * The commands that put the scripts of the config into place, each of which lies beside the spec as it was written: in a
 * spec it would be expanded, by rpmbuild and by debbuild in ways of their own, and a line such as `%if` would be the
 * spec's. rpmbuild expands the file of a scriptlet once more. debbuild keeps what it finds where it writes scripts itself:
 * in the folder that becomes the deb, which for the main package is called main.
 */
export function installScripts(model: SpecModel): Line[] {
  const of = (format: Format) => moments.filter((moment) => scriptAt(model.planned, moment, format) !== undefined)
  const [debs, rpms] = [of('deb'), of('rpm')]
  return [
    ...(debs.length === 0 ? [] : inOnly('deb', '# The scripts as they were written.', `install -d ${control}`)),
    ...debs.flatMap((moment) => inOnly('deb', ...maintainerScript(moment, model))),
    ...(rpms.length === 0 ? [] : inOnly('rpm', '# The scripts as they were written: rpmbuild expands macros in them.')),
    ...rpms.flatMap((moment) => inOnly('rpm', ...scriptletFile(moment, model))),
  ]
}

const control = '%{buildroot}/main/DEBIAN'

// A script may end with exit, and what follows it is to run all the same; what it says of a failure counts. Empty lines: it may end
// with a backslash.
const [opening, closing] = ['(', ['', '', ')', 'code=$?', 'if [ "$code" -ne 0 ]; then exit "$code"; fi']]

function maintainerScript(moment: Moment, model: SpecModel): string[] {
  const to = `${control}/${maintainerScriptAt(moment) ?? moment}`
  const from = sourceOf(moment, model, 'deb')
  const [before, after] = [linesBefore(moment, model, 'deb'), linesAfter(moment, model, 'deb')]
  const first = /^#!.*/.exec(scriptAt(model.planned, moment, 'deb') ?? '')?.[0]
  if (first !== undefined && before.length + after.length === 0) return [`install -m 0755 ${from} ${to}`]
  return [
    `cat > ${to} << 'END_OF_LINES'`,
    first ?? '#!/bin/sh -e',
    ...before,
    ...(after.length === 0 ? [] : [opening]),
    'END_OF_LINES',
    first === undefined ? `cat ${from} >> ${to}` : `tail -n +2 ${from} >> ${to}`,
    ...(after.length === 0 ? [] : [`cat >> ${to} << 'END_OF_LINES'`, ...closing, ...after, 'END_OF_LINES']),
    `chmod 0755 ${to}`,
  ]
}

function scriptletFile(moment: Moment, model: SpecModel): string[] {
  const after = linesAfter(moment, model, 'rpm')
  const file = `scriptlet.${moment}`
  return [
    `sed -e 's/%%/%%%%/g' ${sourceOf(moment, model, 'rpm')} > ${file}`,
    // The macros of units wait until the file is read.
    ...(after.length === 0
      ? []
      : [`cat >> ${file} << 'END_OF_LINES'`, ...[...closing, ...after].map(escapeOnce), 'END_OF_LINES']),
  ]
}

/** Conditionals are the spec's own. */
function escapeOnce(line: string): string {
  return /^%(?:ifarch|endif)/.test(line) ? line : line.replaceAll('%', '%%')
}

function sourceOf(moment: Moment, model: SpecModel, format: Format): string {
  const macro = sourceMacro(model, scriptSuffix(model.planned, moment, format))
  if (macro === undefined) throw new Error(`the script ${moment} of ${model.planned.name} is no source`)
  return macro
}

/** The head of a scriptlet of rpm whose text is in a file, and what stands before the text. */
export function scriptletLines(moment: Moment, model: SpecModel): string[] {
  const interpreter = readInterpreter(scriptAt(model.planned, moment, 'rpm') ?? '')
  const { program = '/bin/sh', argument } = interpreter ?? { argument: '-e' }
  // A shell is told its options here: rpmlint knows the interpreters without any.
  const options = isShell(interpreter) && argument?.startsWith('-') === true ? [`set ${argument}`] : []
  const whole = options.length > 0 || argument === undefined ? program : `"${program} ${argument}"`
  const run = whole === '/bin/sh' ? '' : ` -p ${whole}`
  const isFollowed = linesAfter(moment, model, 'rpm').length > 0
  const before = linesBefore(moment, model, 'rpm')
  return [`%${moment}${run} -f scriptlet.${moment}`, ...before, ...options, ...(isFollowed ? [opening] : [])]
}
