import { isShell, readInterpreter } from '../interpreter.js'
import type { Format } from '../format.js'
import { inOnly, type Line } from './branch.js'
import { moments, type Moment } from './moment.js'
import { generatedLines } from './upkeep.js'
import { sourceMacro } from './sources.js'
import type { SpecModel } from './spec-model.js'

/** The names that dpkg has for the moments. */
const maintainerScripts: Readonly<Record<Moment, string>> = { pre: 'preinst', post: 'postinst', preun: 'prerm', postun: 'postrm' }

/**
 * The commands that put the scripts of the config into place, each of which lies beside the spec as it was written: in a
 * spec it would be expanded, by rpmbuild and by debbuild in ways of their own, and a line such as `%if` would be the
 * spec's. rpmbuild expands the file of a scriptlet once more. debbuild keeps what it finds where it writes scripts itself:
 * in the folder that becomes the deb, which for the main package is called main.
 */
export function installScripts(model: SpecModel): Line[] {
  const written = moments.filter((moment) => model.planned.scripts[moment] !== undefined)
  if (written.length === 0) return []
  const formats = model.planned.builds.map(({ format }) => format)
  return [
    ...only('deb', '# The scripts as they were written.', `install -d ${control}`),
    ...written.flatMap((moment) => only('deb', ...maintainerScript(moment, model))),
    ...only('rpm', '# The scripts as they were written: rpmbuild expands macros in them.'),
    ...written.flatMap((moment) => only('rpm', `sed -e 's/%%/%%%%/g' ${sourceOf(moment, model)} > scriptlet.${moment}`)),
  ]

  function only(format: Format, ...texts: string[]): Line[] {
    return formats.includes(format) ? inOnly(format, ...texts) : []
  }
}

const control = '%{buildroot}/main/DEBIAN'

function maintainerScript(moment: Moment, model: SpecModel): string[] {
  const to = `${control}/${maintainerScripts[moment]}`
  const from = sourceOf(moment, model)
  const before = generatedLines(moment, model, 'deb')
  const first = /^#!.*/.exec(model.planned.scripts[moment] ?? '')?.[0]
  if (first !== undefined && before.length === 0) return [`install -m 0755 ${from} ${to}`]
  return [
    `cat > ${to} << 'END_OF_LINES'`,
    first ?? '#!/bin/sh -e',
    ...before,
    'END_OF_LINES',
    first === undefined ? `cat ${from} >> ${to}` : `tail -n +2 ${from} >> ${to}`,
    `chmod 0755 ${to}`,
  ]
}

function sourceOf(moment: Moment, model: SpecModel): string {
  const macro = sourceMacro(model, `.${moment}`)
  if (macro === undefined) throw new Error(`the script ${moment} of ${model.planned.name} is no source`)
  return macro
}

/** The head of a scriptlet of rpm whose text is in a file, and what stands before the text. */
export function scriptletLines(moment: Moment, model: SpecModel): string[] {
  const interpreter = readInterpreter(model.planned.scripts[moment] ?? '')
  const { program = '/bin/sh', argument } = interpreter ?? { argument: '-e' }
  // A shell is told its options here: rpmlint knows the interpreters without any.
  const options = isShell(interpreter) && argument?.startsWith('-') === true ? [`set ${argument}`] : []
  const whole = options.length > 0 || argument === undefined ? program : `"${program} ${argument}"`
  const run = whole === '/bin/sh' ? '' : ` -p ${whole}`
  return [`%${moment}${run} -f scriptlet.${moment}`, ...generatedLines(moment, model, 'rpm'), ...options]
}
