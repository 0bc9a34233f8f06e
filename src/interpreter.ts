import type { Format } from './format.js'

/** The program that runs a script, as the script's first line names it. */
export interface Interpreter {
  /** Its path; `<lua>` for the one within rpm. */
  readonly program: string
  /** All that follows, which the kernel hands over as one word (execve(2)). */
  readonly argument: string | undefined
  /** What it is called, without its folder and without env. */
  readonly name: string
}

/** The interpreter that a script names in its first line; undefined for one that leaves it to the packages. */
export function readInterpreter(script: string): Interpreter | undefined {
  const [, program, argument] = /^#![ \t]*(\S+)(?:[ \t]+(\S.*?))?[ \t]*(?:\n|$)/.exec(script) ?? []
  if (program === undefined) return undefined
  const word = program.endsWith('/env') ? argument : program
  const name = word?.slice(word.lastIndexOf('/') + 1) ?? ''
  return { program, argument, name }
}

const shells = ['sh', 'bash', 'dash', 'ksh', 'zsh']

/** Whether shell commands can stand before a script: rpm and dpkg run a script without an interpreter by sh. */
export function isShell(interpreter: Interpreter | undefined): boolean {
  return interpreter === undefined || shells.includes(interpreter.name)
}

/** Debs that bring the interpreters; those that are on every Debian system (Essential: yes) are not to be required. */
const debs: Readonly<Record<string, string | undefined>> = {
  sh: undefined,
  bash: undefined,
  dash: undefined,
  perl: undefined,
  ksh: 'ksh',
  zsh: 'zsh',
  python3: 'python3',
  ruby: 'ruby',
  tclsh: 'tcl',
}

/** What a package must require for a script's sake; rpmbuild adds the path of the program itself. */
export function requirementOf({ program, name }: Interpreter, format: Format): string | undefined {
  if (format === 'deb') return debs[name]
  return program.endsWith('/env') ? `/usr/bin/${name}` : undefined
}

/** What is wrong with a script's interpreter, as a clause about the script; undefined for one that the formats can have. */
export function judgeInterpreter(interpreter: Interpreter, formats: readonly Format[]): string | undefined {
  const { program, name, argument } = interpreter
  const line = `#!${program}${argument === undefined ? '' : ` ${argument}`}`
  if (program === '<lua>')
    return formats.includes('deb') ? `begins with ${line}, which is within rpm: dpkg has none; write shell` : undefined
  const places = shells.includes(name) ? [`/bin/${name}`, `/usr/bin/${name}`] : [`/usr/bin/${name}`]
  const isKnown = Object.hasOwn(debs, name)
  if (isKnown && program === '/usr/bin/env') return undefined
  if (isKnown && places.includes(program)) return isPlain(argument) ? undefined : `begins with ${line}; keep quotes out of it`
  if (isKnown) return `begins with ${line}, which no package brings; write #!${places[0]}`
  return `begins with ${line}, and it is not known which package brings that; known are ${Object.keys(debs).join(', ')}`
}

/** rpm takes quotes and backslashes for its own. */
function isPlain(argument: string | undefined): boolean {
  return argument === undefined || /^[\w=,.:/ -]+$/.test(argument)
}
