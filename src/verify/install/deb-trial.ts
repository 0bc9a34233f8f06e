import type { ListedPackage } from '../../repository/published-repository.js'
import { changeFiles, judgeKept } from './conffile-step.js'
import { compareInstalled } from './file-step.js'
import { compareFilesLeft, rememberFiles } from './leftover.js'
import { askPrograms } from './program-step.js'
import { quote, type Step, type Trial } from './trial.js'

/** The sentences of apt and dpkg that say what is wrong. */
export const aptComplaint =
  /^(E:|W: GPG|dpkg: error)|Depends:|PreDepends:|Conflicts:|Breaks:|subprocess returned|subprocess was killed/

/** What packages of Debian still own, once by the path that dpkg knows and once by that of a merged /usr. */
const owned = `cat "$R"/var/lib/dpkg/info/*.list | sed -E 'p;s,^/(s?bin|lib[0-9a-z]*)(/|$),/usr/\\1\\2,'`

/** The debs below a folder, for an apt that knows where they came from. */
export interface Brought {
  /** apt's own, seen inside of the root. */
  readonly folder: string
  readonly archives: string
}

/** What is tried with a deb in a root of its distribution. */
export function planDebTrial(trial: Trial, brought: Brought): readonly Step[] {
  const { name, version } = trial.entry
  const apt = aptSteps(brought)
  const { previous } = trial
  const programs = askPrograms(trial)
  return [
    ...prepare(trial, apt),
    rememberFiles,
    apt('install', [`${name}=${version}`], `installed ${name} ${version}, and its scripts ran`),
    compareInstalled(trial),
    ...(programs === undefined ? [] : [programs]),
    ...(previous === undefined
      ? []
      : [apt('install', [`${name}=${previous.version}`], `downgraded it to ${previous.version}`), ...upgrade(trial, apt)]),
    apt('remove', [name], 'removed it'),
    apt('purge', [name], 'purged it'),
    compareFilesLeft(
      owned,
      `apt-get purge ${name}`,
      'let its postrm remove them when it is called with purge, as `purge: true` of a directory does',
    ),
  ]
}

/**
 * What is tried with a deb whose users have it from another repository.
 * @param previous the version that they have
 * @param older that and what it needs
 * @param newer what is tried, and what that needs
 */
export function planDebUpgrade(trial: Trial, previous: ListedPackage, older: Brought, newer: Brought): readonly Step[] {
  const { name } = trial.entry
  const before = aptSteps(older)
  const apt = aptSteps(newer)
  return [
    ...prepare(trial, before),
    before('install', [`${name}=${previous.version}`], `installed ${name} ${previous.version} of the other repository`),
    ...upgrade(trial, apt),
    compareInstalled(trial),
    apt('purge', [name], 'purged it'),
  ]
}

type AptSteps = ReturnType<typeof aptSteps>

function aptSteps({ folder, archives }: Brought) {
  return (verb: string, targets: readonly string[], told: string): Step => ({
    inside: true,
    script: aptScript(folder, archives, [verb, ...targets]),
    told,
    command: `apt-get ${verb} ${targets.join(' ')}`,
  })
}

function prepare({ entry: { name }, requirements }: Trial, apt: AptSteps): readonly Step[] {
  const purge = apt('purge', [name], '')
  const needed = requirements.map((each) => each.name).join(', ')
  const targets = requirements.map(({ target }) => target)
  return [
    { ...purge, script: forgetScript(name, purge.script) },
    ...(requirements.length > 0 ? [apt('install', targets, `installed what it needs beside the base: ${needed}`)] : []),
  ]
}

/** From another version, with configuration that somebody has changed. */
function upgrade({ entry: { name, version } }: Trial, apt: AptSteps): readonly Step[] {
  const list = `dpkg-query -W -f '\${Conffiles}\\n' ${quote(name)} | sed -n 's/^ \\(\\/.*\\) [0-9a-f]*$/\\1/p'`
  return [changeFiles(true, list), apt('install', [`${name}=${version}`], `upgraded it to ${version}`), judgeKept(true)]
}

/** A machine that has the package already is no base for it. */
function forgetScript(name: string, purge: string): string {
  const made = 'mkdir -p /var/cache/apt/archives/partial /var/lib/apt /var/log/apt'
  return `${made}\nif dpkg-query -W ${quote(name)} > /dev/null 2>&1; then\n${purge}\nfi`
}

function aptScript(folder: string, archives: string, words: readonly string[]): string {
  const settings = [
    ...[
      'Dir::State=/var/lib/apt',
      'Dir::State::status=/var/lib/dpkg/status',
      'Dir::Cache=/var/cache/apt',
      'Dir::Log=/var/log/apt',
    ],
    `Dir::Cache::archives=${archives}`,
    // What the base has to bring is there as files, and reading its whole index at each step would take seconds.
    'Dir::Etc::sourceparts=/dev/null',
    // There is no terminal, and apt would complain of it in front of what matters.
    'DPkg::Use-Pty=false',
    // A changed file of configuration is kept without a question, as everybody does who upgrades many machines.
    ...['DPkg::Options::=--force-confdef', 'DPkg::Options::=--force-confold'],
  ]
  const options = ['--quiet', '--yes', '--no-install-recommends', '--allow-downgrades', '--no-download']
  const args = [...options, ...settings.flatMap((setting) => ['-o', setting]), ...words]
  return `export APT_CONFIG=${quote(`${folder}/apt.conf`)}\nexec apt-get ${args.map(quote).join(' ')}`
}
