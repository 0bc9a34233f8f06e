import { changeFiles, judgeKept } from './conffile-step.js'
import { compareInstalled } from './file-step.js'
import type { Dnf } from './dnf.js'
import { compareFilesLeft, rememberFiles } from './leftover.js'
import { askPrograms } from './program-step.js'
import { callsFile } from './stub-spec.js'
import { quote, type Step, type Trial } from './trial.js'

/** The sentences of dnf and rpm that say what is wrong. */
export const dnfComplaint = /^(Error|Problem|- |\[FAILED\]|error:)|nothing provides|GPG check|conflict|cannot be|scriptlet/i

/** How an rpm is named in full. */
export function fullName({ name, version, architecture }: Trial['entry']): string {
  return `${name}-${version}.${architecture}`
}

/**
 * What is tried with an rpm in a root of its distribution.
 * @param dnf its options, and the root in which it keeps what it fetched
 * @param scripts whether the scripts of packages run
 * @param emulator what runs programs that this machine cannot run
 */
export function planRpmTrial(
  trial: Trial,
  { options, empty }: Pick<Dnf, 'options' | 'empty'>,
  scripts: boolean,
  emulator?: string,
): readonly Step[] {
  const { entry, requirements, previous } = trial
  const dnf = (verb: string, targets: readonly string[], told: string): Step => ({
    inside: false,
    script: `exec dnf --cacheonly --assumeyes --installroot="$R" ${[...options, verb, ...targets].map(quote).join(' ')}`,
    told,
    command: `dnf ${verb} ${targets.join(' ')}`,
  })
  const rpm = `rpm --root "$R" --query`
  const list = `${rpm} --queryformat '[%{FILEFLAGS:fflags} %{FILENAMES}\\n]' ${quote(entry.name)} | sed -n 's/^[a-z]*c[a-z]*n[a-z]* //p'`
  const bring: Step = {
    inside: false,
    script: `mkdir -p "$R/var/cache" && cp -a ${quote(`${empty}/var/cache/dnf`)} "$R/var/cache/"`,
    told: '',
    command: 'cp',
  }
  const before = [
    bring,
    ...(requirements.length > 0
      ? [
          dnf(
            'install',
            requirements.map(({ target }) => target),
            `installed its base and what it needs: ${requirements.map((each) => each.name).join(', ')}`,
          ),
        ]
      : []),
    rememberFiles,
  ]
  const installed = dnf(
    'install',
    [fullName(entry)],
    `installed ${fullName(entry)}${scripts ? ', and its scripts ran' : ' without its scripts'}`,
  )
  const programs = scripts || emulator !== undefined ? askPrograms(trial, emulator) : undefined
  if (!scripts) return [...before, installed, compareInstalled(trial), ...(programs ? [programs] : [])]
  return [
    ...before,
    installed,
    ...(trial.isAssumed ? [tellCalls] : []),
    compareInstalled(trial),
    ...(programs === undefined ? [] : [programs]),
    ...(previous === undefined
      ? []
      : [
          dnf('downgrade', [fullName(previous)], `downgraded it to ${previous.version}`),
          changeFiles(false, list),
          dnf('upgrade', [fullName(entry)], `upgraded it to ${entry.version}`),
          judgeKept(false),
        ]),
    {
      inside: false,
      script: `exec rpm --root "$R" --erase ${quote(entry.name)}`,
      told: 'erased it',
      command: `rpm --erase ${entry.name}`,
    },
    compareFilesLeft(`${rpm} --all --list`, `rpm --erase ${entry.name}`, 'let its scriptlets %preun and %postun remove them'),
  ]
}

/** What the scripts asked the stand-ins of an assumed base to do. */
const tellCalls: Step = {
  inside: false,
  script: `cat "$R${callsFile}" 2> /dev/null || exit 0`,
  told: '',
  command: 'cat',
  judge: ({ stdout }) => ({ told: stdout === '' ? '' : `its scripts called ${stdout.trim().split('\n').join(', ')}` }),
}
