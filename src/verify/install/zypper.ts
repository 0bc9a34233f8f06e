import { join } from 'node:path'
import { findProgram } from '../../host/exec.js'
import { complaint, installHint } from '../../host/tool.js'
import { fail, leaveUnproved, pass, type Finding } from '../finding.js'
import { cellOf } from '../presence.js'
import { writeRepo } from '../snippet.js'
import type { Installable } from './attempt.js'
import type { BaseName } from './base-sources.js'
import { runConfined, type Command, type Course, type Ground } from './confinement.js'
import { writeBase } from './dnf.js'
import type { InstallSetting } from './setting.js'
import { quote } from './trial.js'

/** What a zypper is asked with. */
export interface ZypperBase {
  readonly ground: Ground
  /** Addresses of the base's repositories. */
  readonly urls: readonly string[]
  readonly name: BaseName
}

/** The sentences of zypper that say what is wrong. */
const telling =
  /^(Problem|Error|\[published|No provider|Valid metadata)|Signature verification failed|nothing provides|is unsigned\.|signing key received|Key Fingerprint|conflicts with|not found in package names/

/** Everything that rpm and zypper would look for elsewhere; rpm of Debian has its database below the home. */
const own =
  'Z=$JOB/zypper; export HOME="$Z" ZYPP_CONF="$Z/zypp.conf" ZYPP_LOGFILE="$Z/log" ZYPP_LOCKFILE_ROOT="$Z" ZYPPTMPDIR="${TMPDIR:-$Z}"'
/** zypper in a root of its own, by nothing that this machine says of zypper; nobody is there to accept a key. */
const zypper = `${own}; exec zypper --config "$Z/zypper.conf" --root "$R" --reposd-dir "$Z/repos" --non-interactive --no-cd`

/**
 * Asks the real zypper whether it takes the repository, and resolves each package against the repository and its base: a row
 * for each cell of one architecture. The key is in the database of the root before zypper sees the repository.
 */
export async function askZypper(
  cells: readonly Installable[],
  { ground, urls, name }: ZypperBase,
  setting: InstallSetting,
): Promise<readonly Finding[]> {
  const { architecture, folder, host } = setting
  if (cells.length === 0) return []
  if ((await findProgram('zypper', host.env['PATH'] ?? '')) === undefined) {
    const evidence = `zypper, the package manager of SUSE, was not asked, because it is not on this machine: ${installHint('zypper')}`
    return [leaveUnproved('install', `rpm ${architecture}, zypper`, evidence)]
  }
  if (!ground.confined) {
    const evidence =
      'zypper, the package manager of SUSE, was not asked, because it keeps cookies in /var/lib/YaST2 of this machine, which lets nobody make a root of its own'
    return [leaveUnproved('install', `rpm ${architecture}, zypper`, evidence)]
  }
  const steps = [prepare(urls, setting), refresh('published'), refresh(), ...cells.map(resolve)]
  const course = await runConfined({ ...ground, online: true }, steps, folder, undefined, host)
  return cells.map((cell, index) => {
    const subject = `${cell.subject}, zypper`
    return { ...judge(course, index + 3, subject, `zypper install ${capability(cell)}`, name), cell: cellOf(cell) }
  })
}

function judge(course: Course, at: number, subject: string, command: string, base: BaseName): Finding {
  if ('problem' in course) return leaveUnproved('install', subject, `\`${command}\` was not tried: ${course.problem}`)
  const [prepared, published, bases] = course.results
  const trouble = [prepared, published].find((result) => result !== undefined && result.code !== 0)
  // zypper(8), "EXIT CODES": 4 is an error of its library, more than 100 what it says of repositories and packages.
  if (trouble !== undefined && trouble === published && trouble.code !== 4 && trouble.code < 100)
    return leaveUnproved('install', subject, `\`${command}\` was not tried: ${complaint(trouble, telling)}`)
  if (trouble !== undefined)
    return fail('install', subject, `\`zypper refresh\` refuses the repository: ${complaint(trouble, telling)}`)
  const details = [`zypper refresh took the repository by the key in the root's rpm database`]
  if (bases !== undefined && bases.code !== 0) {
    const evidence = `\`${command}\` was not resolved, because ${base.inFull} could not be read: ${complaint(bases, telling)}`
    return { ...leaveUnproved('install', subject, evidence), details }
  }
  const result = course.results[at]
  if (result === undefined) return fail('install', subject, `\`${command}\` did not come to an end`)
  const [, code = ''] = /\n== (\d+)\s*$/.exec(result.stdout) ?? []
  if (code !== '0') return { ...fail('install', subject, `\`${command}\` failed: ${complaint(result, telling)}`), details }
  return { ...pass('install', subject, `zypper: \`${command}\` resolved against ${base.short}`), details }
}

/** A root with an rpm database that has the key alone, and settings of zypper's own. */
function prepare(urls: readonly string[], { address, key, architecture }: InstallSetting): Command {
  const published = writeRepo({ id: 'published', url: address.url, key: `file://${key.armored}` })
  const write = (text: string, path: string) => `printf '%s' ${quote(text)} > "$Z/${path}"`
  const script = [
    own,
    'mkdir -p "$Z/repos" "$Z/run"',
    write(`[main]\narch = ${architecture}\n`, 'zypp.conf'),
    write('', 'zypper.conf'),
    write(published, join('repos', 'published.repo')),
    write(urls.map(writeBase).join('\n'), join('repos', 'base.repo')),
    'rpm --root "$R" --initdb',
    `rpm --root "$R" --import ${quote(key.armored)}`,
  ].join(' && ')
  return { inside: false, script }
}

function refresh(repository = ''): Command {
  return { inside: false, script: `${zypper} refresh ${repository}` }
}

/** Ends well however zypper does, because every cell is asked for. */
function resolve(cell: Installable): Command {
  const options = ['--no-refresh', 'install', '--dry-run', '--no-recommends', capability(cell)]
  return { inside: false, script: `( ${zypper} ${options.map(quote).join(' ')} ); printf '\\n== %s\\n' "$?"` }
}

/** How a user of zypper names exactly this package. */
function capability({ entry: { name, version, architecture } }: Installable): string {
  return `${name}.${architecture}=${version}`
}
