import type { Format } from '../format.js'
import { isGlob, matcher, readTree } from '../glob.js'
import type { PackageFile, PackageModel } from '../package/package-model.js'
import { hasAccounts, listOwnFiles } from '../plan/account.js'
import { isToCompress } from '../plan/expectation.js'
import { isOwned, unpackedMode } from '../plan/ownership.js'
import type { PlannedFile, PlannedPackage } from '../plan/plan.js'
import { showMode } from './payload-check.js'

/** What builders add of their own: documents, licences, overrides of linters, links to debugging symbols. */
const added = /^\/usr\/share\/(?:doc|licenses|lintian\/overrides)\/|^\/usr\/lib\/\.build-id\//

/**
 * Judges a package by what its plan declares: a clause for each file that is missing, that nobody declared or that has another
 * type, mode, owner or mark, and for scripts that nobody declared. A package by a spec of the user's is not judged.
 */
export function judgeDeclared(planned: PlannedPackage, format: Format, model: PackageModel): readonly string[] {
  if (planned.spec !== undefined) return []
  const declared = planned.files.flatMap((file): Declared[] => {
    const to = file.to[format]
    const isElsewhere = model.architecture !== 'noarch' && file.on?.[format]?.includes(model.architecture) === false
    if (to === undefined || isElsewhere || (file.kind === 'ghost' && format === 'deb')) return []
    return [{ file, isIt: matchPath(file, to), shown: to }]
  })
  // What is named counts before what a pattern means.
  declared.sort((left, right) => Number(isMany(left.file)) - Number(isMany(right.file)))
  const own = listOwnFiles(planned).map(({ path }) => path)
  const problems: string[] = own.filter((path) => !model.files.has(path)).map((path) => `${path} is missing`)
  const met = new Set<Declared>()
  for (const [path, file] of model.files) {
    const one = declared.find(({ isIt }) => isIt(path))
    if (one !== undefined) {
      met.add(one)
      problems.push(...judgeOne(path, file, one.file, format, model))
    } else if (file.type !== 'directory' && !added.test(path) && !own.includes(path))
      problems.push(`${path} is declared nowhere in the config`)
  }
  for (const one of declared)
    if (!met.has(one) && !(isMany(one.file) && one.shown.endsWith('/'))) problems.push(`${one.shown} is missing`)
  return [...problems, ...judgeScripts(planned, format, model), ...judgeRequirements(planned, format, model)]
}

interface Declared {
  readonly file: PlannedFile
  readonly isIt: (path: string) => boolean
  readonly shown: string
}

function isMany(file: PlannedFile): boolean {
  return file.kind === 'tree' || ('name' in file && isGlob(file.name))
}

/** Of a tree the paths below its destination that its pattern means, and the folders on the way. */
function matchTree(to: string, pattern: string): (path: string) => boolean {
  const { last } = readTree(pattern) ?? { last: pattern }
  const matches = matcher(last)
  const base = to.replace(/\/$/, '')
  return (path) => {
    if (path === base) return !to.endsWith('/')
    if (!path.startsWith(`${base}/`)) return false
    const name = path.slice(path.lastIndexOf('/') + 1)
    return matches(name) || matches(name.replace(/\.gz$/, ''))
  }
}

function matchPath(file: PlannedFile, to: string): (path: string) => boolean {
  if (file.kind === 'tree') return matchTree(to, file.pattern)
  if ('name' in file && readTree(file.name) !== undefined) return matchTree(to, file.name)
  const suffix = isToCompress(file) ? '.gz' : ''
  if ((file.kind === 'binary' || file.kind === 'member') && isGlob(file.name)) {
    const matches = matcher(`${to}${file.name.slice(file.name.lastIndexOf('/') + 1)}${suffix}`)
    return (path) => matches(path)
  }
  const own = 'name' in file && to.endsWith('/') ? `${to}${file.name.slice(file.name.lastIndexOf('/') + 1)}` : to
  const whole = `${own.replace(/\/+$/, '')}${suffix}`
  return (path) => path === whole
}

const types: Readonly<Record<Exclude<PlannedFile['kind'], 'tree'>, PackageFile['type']>> = {
  ghost: 'file',
  binary: 'file',
  member: 'file',
  file: 'file',
  directory: 'directory',
  link: 'link',
}

function judgeOne(
  path: string,
  file: PackageFile,
  declared: PlannedFile,
  format: Format,
  { scripts }: PackageModel,
): readonly string[] {
  if (declared.kind === 'tree' || ('name' in declared && readTree(declared.name) !== undefined))
    return judgeInTree(path, file, declared, format)
  const problems: string[] = []
  const type = types[declared.kind]
  if (file.type !== type) return [`${path} is a ${file.type} where a ${type} is declared`]
  if (declared.kind === 'link') {
    if (file.target !== declared.target)
      problems.push(`${path} leads to ${file.target ?? 'nothing'} where ${declared.target} is declared`)
    return problems
  }
  // Debs set what is special about a directory by a script, because older versions of debbuild lose it.
  const isScripted = format === 'deb' && type === 'directory'
  const mode = format === 'deb' ? unpackedMode(declared) : declared.mode
  if (!isScripted && file.mode !== parseInt(mode, 8))
    problems.push(`${path} has mode ${showMode(file.mode)} where ${declared.mode} is declared`)
  const isGiven = [...(scripts['postinst'] ?? '').matchAll(/^for file in (.+); do\n.*$/gm)].some(
    ([lines, given = '']) =>
      matcher(given)(path) &&
      lines.includes(`chown -h ${declared.owner}:${declared.group} `) &&
      lines.includes(`chmod ${declared.mode} `),
  )
  if (format === 'deb' && isOwned(declared) && !isGiven)
    problems.push(`${path} is not given to ${declared.owner}:${declared.group} by the postinst, as is declared`)
  if (!isScripted && format === 'rpm' && (file.owner !== declared.owner || file.group !== declared.group))
    problems.push(`${path} belongs to ${file.owner}:${file.group} where ${declared.owner}:${declared.group} is declared`)
  if (declared.kind === 'ghost' && !file.marks.includes('ghost'))
    problems.push(`${path} is a file of the package where a ghost is declared`)
  if ('capabilities' in declared && declared.capabilities !== undefined)
    problems.push(...judgeCapabilities(path, declared.capabilities, file, format, scripts))
  if ('config' in declared && declared.config) {
    if (!file.marks.includes('config'))
      problems.push(`${path} is no ${format === 'deb' ? 'conffile' : '%config file'} though it is declared to be`)
    else if (format === 'rpm' && !file.marks.includes('noreplace'))
      problems.push(`${path} is %config without noreplace, so an upgrade replaces what administrators changed`)
  }
  return problems
}

/** What is in a tree is not declared one by one: it has usual modes, or the one that is stated, and one owner. */
function judgeInTree(path: string, file: PackageFile, declared: PlannedFile, format: Format): readonly string[] {
  const problems: string[] = []
  const keeps = 'keeps' in declared && declared.keeps === true
  const right = file.type === 'directory' || (keeps && (file.mode & 0o111) !== 0) ? '0755' : declared.mode
  if (file.type !== 'link' && file.mode !== parseInt(right, 8))
    problems.push(`${path} has mode ${showMode(file.mode)} where ${right} is declared`)
  if (format === 'rpm' && (file.owner !== declared.owner || file.group !== declared.group))
    problems.push(`${path} belongs to ${file.owner}:${file.group} where ${declared.owner}:${declared.group} is declared`)
  return problems
}

/** rpm keeps capabilities in its header, where `cap_net_raw=+ep` may be `cap_net_raw=ep`; a deb sets them by its postinst. */
function judgeCapabilities(
  path: string,
  capabilities: string,
  { marks }: PackageFile,
  format: Format,
  scripts: PackageModel['scripts'],
): readonly string[] {
  const plain = (text: string) => text.replaceAll('=+', '=').replaceAll('+', '=')
  const given =
    format === 'rpm'
      ? marks.some((mark) => plain(mark) === plain(capabilities))
      : scripts['postinst']?.includes(`setcap '${capabilities}' "$file"`)
  return given === true ? [] : [`${path} does not get the capabilities ${capabilities}, as is declared`]
}

const maintainerScripts = [
  'preinst',
  'postinst',
  'prerm',
  'postrm',
  'pre',
  'post',
  'preun',
  'postun',
  'pretrans',
  'posttrans',
  'triggers',
  'filetriggers',
  'transfiletriggers',
]

/** Users, units, owners and modes of directories need scripts of their own; where nothing is declared there is none. */
function judgeScripts(planned: PlannedPackage, format: Format, model: PackageModel): readonly string[] {
  const { scripts, units, files, tmpfiles } = planned
  const declared = Object.entries(scripts[format]).flatMap(([name, text]) => (text === undefined ? [] : [name]))
  const isScripted =
    declared.length > 0 ||
    hasAccounts(planned) ||
    tmpfiles.length > 0 ||
    units.some(({ formats }) => formats.includes(format)) ||
    files.some(
      (file) =>
        isOwned(file) ||
        file.kind === 'ghost' ||
        ('capabilities' in file && file.capabilities !== undefined) ||
        (file.kind === 'directory' && (file.mode !== '0755' || file.purge)),
    )
  const found = Object.keys(model.scripts).filter((name) => maintainerScripts.includes(name))
  const making = hasAccounts(planned) ? [format === 'deb' ? 'postinst' : 'pre'] : []
  const missing = [...new Set([...declared, ...making])].filter((name) => !found.includes(name))
  return [
    ...missing.map((name) => `it lacks the script ${name}, which is declared`),
    ...(isScripted || found.length === 0 ? [] : [`it has the script ${found.join(', ')}, which nobody declared`]),
  ]
}

/** Every requirement that is declared, with its bounds, and none of its name with others (kubernetes/release#4387). */
function judgeRequirements({ builds }: PlannedPackage, format: Format, model: PackageModel): readonly string[] {
  const build = builds.find(
    (each) => each.format === format && (model.architecture === 'noarch' || each.architectures.includes(model.architecture)),
  )
  const found = new Set(model.relations[format === 'deb' ? 'depends' : 'requires'] ?? [])
  const declared = (build?.relations ?? []).filter(
    ({ kind, on }) => kind === 'requires' && (on === undefined || on.includes(model.architecture)),
  )
  const wanted = declared.flatMap(({ name, bounds }) =>
    bounds.length === 0 ? [name] : bounds.map((bound) => `${name} ${bound}`),
  )
  const names = new Set(declared.map(({ name }) => name))
  const missing = wanted.filter((each) => !found.has(each))
  const others = [...found].filter((each) => names.has(each.split(' ')[0] ?? '') && !wanted.includes(each))
  return [
    ...missing.map((each) => `it does not require ${each}, as the config declares`),
    ...others.map(
      (each) =>
        `it requires ${each}, where the config declares ${wanted.filter((one) => one.split(' ')[0] === each.split(' ')[0]).join(' and ')}`,
    ),
  ]
}
