import { listOwnFiles } from '../plan/account.js'
import { listSpecs } from '../plan/variant.js'
import type { PlannedPackage } from '../plan/plan.js'
import type { SpecModel } from './spec-model.js'

/** Checks that no package of this kind can pass, and why. */
const always: Readonly<Record<string, string>> = {
  'invalid-url Source0': 'The tarball is packed from what the project published, and is nowhere else.',
  'no-group-tag': 'rpm has done without groups for years; the tag is for debbuild.',
  'no-signature': 'OBS signs when it publishes.',
  'incoherent-version-in-changelog': 'The number of the release is given where it is built.',
  'position-independent-executable-suggested': 'Programs are shipped as their project built them.',
  'unstripped-binary-or-object': 'The same.',
  'invalid-license': 'Some builds of rpmlint come with an empty list of licences.',
}

const withUnits: Readonly<Record<string, string>> = {
  'only-non-binary-in-usr-lib': 'systemd wants its files there on every architecture.',
}

const withInterpreter: Readonly<Record<string, string>> = {
  'invalid-shell-in-': 'rpmlint knows few interpreters; the package requires its own.',
}

const withoutRestart: Readonly<Record<string, string>> = {
  'empty-%postun': 'The macro is empty in some versions of systemd, and does something in others.',
}

const withSpecs: Readonly<Record<string, string>> = {
  'invalid-spec-name': 'OBS takes the spec of a builder by the name of both.',
}

/**
 * The checks of rpmlint that a package does not have to pass, each with its reason. They are one filter: rpmlint
 * calls a filter that finds nothing an error, and some checks are about the spec, some about the rpm. All specs of the
 * package have the same.
 */
export function writeRpmlintrc({ planned, whole }: SpecModel): string {
  const all = listSpecs(whole).map((each) => each.planned)
  const reasons = Object.entries({
    ...always,
    ...(all.length > 1 ? withSpecs : {}),
    ...(all.some(hasUnits) || listOwnFiles(planned).length > 0 ? withUnits : {}),
    ...(all.some(hasInterpreter) ? withInterpreter : {}),
    ...(all.some(restartsNothing) ? withoutRestart : {}),
    ...planned.rpmlint,
  })
  const own = reasons.filter(([check]) => !isSuse(check))
  return [
    ...own.map(([check, reason]) => `# ${check}: ${reason}`),
    `addFilter("${escape(planned.name)}.*: [EW]: (?:${own.map(([check]) => escape(check)).join('|')})")`,
    ...reasons
      .filter(([check]) => isSuse(check))
      .flatMap(([check, reason]) => [`# ${check}: ${reason}`, `setBadness("${check}", 0)`]),
    '',
  ].join('\n')
}

function hasUnits({ files }: PlannedPackage): boolean {
  return files.some(({ path }) => path.startsWith('{unitdir}'))
}

function hasInterpreter({ scripts }: PlannedPackage): boolean {
  return Object.values(scripts.rpm).some((script) => script?.startsWith('#!'))
}

function restartsNothing({ units }: PlannedPackage): boolean {
  return units.length > 0 && units.every(({ restart }) => !restart)
}

/** A filter is a regular expression of Python's. */
function escape(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')
}

/** SUSE's own checks fail a build by their badness. */
function isSuse(check: string): boolean {
  return check.startsWith('suse-')
}
