import type { ListedPackage } from '../../repository/published-repository.js'
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
export function planRpmTrial(trial: Trial, place: DnfPlace, scripts: boolean, emulator?: string): readonly Step[] {
  const { entry, previous } = trial
  const dnf = dnfSteps(place)
  const before = [...prepare(trial, place), rememberFiles]
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
      : [dnf('downgrade', [fullName(previous)], `downgraded it to ${previous.version}`), ...upgrade(trial, dnf)]),
    erase(entry.name),
    compareFilesLeft(`${rpm} --all --list`, `rpm --erase ${entry.name}`, 'let its scriptlets %preun and %postun remove them'),
  ]
}

/** What is tried with an rpm whose users have another version of another repository; parameters as of {@link planRpmTrial}. */
export function planRpmUpgrade(trial: Trial, previous: ListedPackage, place: DnfPlace): readonly Step[] {
  const dnf = dnfSteps(place)
  return [
    ...prepare(trial, place),
    dnf('install', [fullName(previous)], `installed ${fullName(previous)} of the other repository`),
    ...upgrade(trial, dnf),
    compareInstalled(trial),
    erase(trial.entry.name),
  ]
}

type DnfPlace = Pick<Dnf, 'options' | 'empty'>
type DnfSteps = ReturnType<typeof dnfSteps>

function dnfSteps({ options }: DnfPlace) {
  return (verb: string, targets: readonly string[], told: string): Step => ({
    inside: false,
    script: `exec dnf --cacheonly --assumeyes --installroot="$R" ${[...options, verb, ...targets].map(quote).join(' ')}`,
    told,
    command: `dnf ${verb} ${targets.join(' ')}`,
  })
}

function prepare({ requirements }: Trial, place: DnfPlace): readonly Step[] {
  const bring = `mkdir -p "$R/var/cache" && cp -a ${quote(`${place.empty}/var/cache/dnf`)} "$R/var/cache/"`
  const needed = requirements.map((each) => each.name).join(', ')
  const targets = requirements.map(({ target }) => target)
  return [
    { inside: false, script: bring, told: '', command: 'cp' },
    ...(requirements.length > 0 ? [dnfSteps(place)('install', targets, `installed its base and what it needs: ${needed}`)] : []),
  ]
}

const rpm = `rpm --root "$R" --query`

/** From another version, with configuration that somebody has changed. */
function upgrade({ entry }: Trial, dnf: DnfSteps): readonly Step[] {
  const format = `'[%{FILEFLAGS:fflags} %{FILENAMES}\\n]'`
  const list = `${rpm} --queryformat ${format} ${quote(entry.name)} | sed -n 's/^[a-z]*c[a-z]*n[a-z]* //p'`
  return [changeFiles(false, list), dnf('upgrade', [fullName(entry)], `upgraded it to ${entry.version}`), judgeKept(false)]
}

function erase(name: string): Step {
  const script = `exec rpm --root "$R" --erase ${quote(name)}`
  return { inside: false, script, told: 'erased it', command: `rpm --erase ${name}` }
}

/** What the scripts asked the stand-ins of an assumed base to do. */
const tellCalls: Step = {
  inside: false,
  script: `cat "$R${callsFile}" 2> /dev/null || exit 0`,
  told: '',
  command: 'cat',
  judge: ({ stdout }) => ({ told: stdout === '' ? '' : `its scripts called ${stdout.trim().split('\n').join(', ')}` }),
}
