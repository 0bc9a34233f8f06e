import type { Format } from '../format.js'
import { isShell, judgeInterpreter, readInterpreter } from '../interpreter.js'
import type { Fault } from './check.js'
import { listEntries } from './installed.js'
import type { Config, Package } from './schema.js'
import { packageFor, type Scope } from './scope.js'
import { isMaintainerScript, listScripts, type StatedScript } from './stated-script.js'

/** Finds scripts that a format cannot have; those in files when they were read. */
export function checkScripts(name: string, pkg: Package, formats: readonly Format[], { builders }: Config): Fault[] {
  const all = listScripts(pkg, builders)
  const faults = new Map<string, Fault>()
  for (const script of all) {
    const { format, isPlain } = script
    if (isPlain && !formats.includes(format)) continue
    const path = ['packages', name, ...script.path]
    const place = judgePlace(name, script, all, pkg)
    const found = place === undefined ? judgeText(script, isPlain ? formats : [format], pkg) : { problem: place }
    if (found !== undefined) {
      const { problem, ...where } = found
      faults.set(path.join('.'), { path, ...where, message: `${path.join('.')} ${problem}.` })
    }
  }
  return [...faults.values()]
}

/** What is wrong with a script where it stands. */
function judgePlace(
  pkgName: string,
  { format, name, path, isPlain }: StatedScript,
  all: readonly StatedScript[],
  pkg: Package,
): string | undefined {
  if (format === 'deb' && !isMaintainerScript(name))
    return isPlain
      ? `is rpm's alone: dpkg runs nothing at that moment; write { rpm: … }, or say formats: [rpm]`
      : `is for a deb, and dpkg runs nothing at that moment; say it under rpm`
  if (!isPlain && pkg.formats?.includes(format) === false)
    return `is for the ${format}, and packages.${pkgName}.formats has none; take it away, or add ${format} there`
  const other = all.find((each) => each.format === format && each.name === name && each.path[1] !== name)
  if (other !== undefined && path[1] === name)
    return `and packages.${pkgName}.${other.path.join('.')} are both the ${name} of the deb; keep one`
  return undefined
}

/** What is wrong with the text of a script, and in which of its lines, from 0. */
function judgeText(
  { body, name, format, builder }: StatedScript,
  formats: readonly Format[],
  pkg: Package,
): { problem: string; line: number } | undefined {
  if (typeof body !== 'string') return undefined
  const interpreter = readInterpreter(body)
  const returning = body.split('\n').findIndex((line) => line.endsWith('\r'))
  if (returning !== -1 && isShell(interpreter))
    return {
      problem:
        'has a line that ends with a carriage return, which a shell takes for a part of the last word; save it with the line ends of Unix',
      line: returning,
    }
  if (interpreter === undefined) return undefined
  const here = builder === undefined ? pkg : packageFor(pkg, [{ name: builder, format }])
  const reason = isShell(interpreter) ? undefined : needsShell(name, here, format)
  const problem =
    judgeInterpreter(interpreter, formats) ??
    (reason && `begins with #!${interpreter.program}, and ${reason} by shell commands in the same script; write it in shell`)
  return problem === undefined ? undefined : { problem, line: 0 }
}

/** What the packages of a format do by themselves at the moment of a script. */
function needsShell(name: string, pkg: Package, format: Format): string | undefined {
  const { units, users, groups, tmpfiles } = pkg
  const holds = ({ formats }: Scope) => formats?.includes(format) ?? true
  if (['pretrans', 'posttrans'].includes(name)) return undefined
  const isFirst = name === 'pre' || name === 'preinst'
  if (!isFirst && Object.values(units).some(holds)) return 'systemd is told of the units'
  const hasAccounts = Object.keys(users).length + Object.keys(groups).length > 0
  if (hasAccounts && ['pre', 'postinst'].includes(name)) return 'users are cared for'
  const files = listEntries(pkg)
    .map(({ entry }) => entry)
    .filter(holds)
  const isPurged = files.some(({ ghost, purge }) => ghost ?? purge)
  if (['postun', 'postrm'].includes(name) && isPurged) return 'a purge of the deb removes ghosts and directories'
  if (!['post', 'postinst'].includes(name)) return undefined
  if (!Array.isArray(tmpfiles) || tmpfiles.length > 0) return 'what tmpfiles says is made'
  const isGiven = files.some(
    ({ owner = 'root', group = 'root', directory, capabilities, ghost, mode = '0755' }) =>
      capabilities !== undefined ||
      (ghost !== true && (owner !== 'root' || group !== 'root')) ||
      (directory === true && mode !== '0755'),
  )
  return isGiven ? 'a deb sets owners, modes and capabilities' : undefined
}
