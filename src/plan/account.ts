import type { Package } from '../config/schema.js'
import type { Format } from '../format.js'
import type { Accounts, PlannedPackage, PlannedRelation } from './plan.js'

/** The users and groups that a package makes, with every group that one of the users is in. */
export function planAccounts(pkg: Pick<Package, 'users' | 'groups'>): Accounts {
  const users = Object.entries(pkg.users).map(([name, { group = name, comment = '', ...user }]) => ({
    name,
    ...user,
    group,
    comment,
  }))
  const mentioned = users.flatMap(({ group, groups }) => [group, ...groups])
  const names = [...new Set([...Object.keys(pkg.groups), ...mentioned])]
  // A number of a user is that of the group of its own as well, as systemd-sysusers has it.
  const idOf = (name: string) => pkg.groups[name]?.id ?? users.find((user) => user.name === name && user.group === name)?.id
  return { users, groups: names.map((name) => ({ name, id: idOf(name) })) }
}

/**
 * What a package requires because it makes users, as far as nobody requires it already, and that it is the one that brings
 * them: newer versions of rpm require that of somebody for every owner in the list of files. The programs are required by
 * path, because the packages that have them are called otherwise in each family of distributions.
 */
export function planAccountRelations(pkg: Package, format: Format, stated: readonly PlannedRelation[]): PlannedRelation[] {
  const { users, groups } = planAccounts(pkg)
  if (users.length + groups.length === 0) return []
  const wanted: PlannedRelation[] =
    format === 'deb'
      ? [{ kind: 'requires', name: 'passwd', bounds: [] }]
      : [...(users.length === 0 ? [] : ['/usr/sbin/useradd']), '/usr/sbin/groupadd'].map((name) => ({
          kind: 'requires-pre',
          name,
          bounds: [],
        }))
  const provided = [...users.map(({ name }) => `user(${name})`), ...groups.map(({ name }) => `group(${name})`)]
  const provides: PlannedRelation[] = format === 'deb' ? [] : provided.map((name) => ({ kind: 'provides', name, bounds: [] }))
  return [...wanted, ...provides].filter(
    ({ kind, name }) => !stated.some((each) => each.kind === kind && each.name === name && each.on === undefined),
  )
}

/** Whether a package makes users or groups. */
export function hasAccounts({ accounts: { users, groups } }: PlannedPackage): boolean {
  return users.length + groups.length > 0
}

/** A file that a package has besides those that its config lists. */
export interface OwnFile {
  /** The end of its name beside the spec. */
  readonly suffix: string
  readonly path: string
  readonly text: string
}

/** What tells systemd of users, groups and what is made at each start. */
export function listOwnFiles(planned: PlannedPackage): readonly OwnFile[] {
  const { name, tmpfiles } = planned
  const path = (folder: string) => `/usr/lib/${folder}/${name}.conf`
  return [
    ...(hasAccounts(planned)
      ? [{ suffix: '.sysusers', path: path('sysusers.d'), text: sysusersLines(planned).join('\n') + '\n' }]
      : []),
    ...(tmpfiles.length > 0 ? [{ suffix: '.tmpfiles', path: path('tmpfiles.d'), text: tmpfiles.join('\n') + '\n' }] : []),
  ]
}

/** The accounts of a package as sysusers.d(5) has them. */
export function sysusersLines({ accounts: { users, groups } }: PlannedPackage): readonly string[] {
  const isImplied = (name: string) => users.some((user) => user.name === name && user.group === name)
  return [
    ...groups.filter(({ name }) => !isImplied(name)).map(({ name, id }) => `g ${name} ${id ?? '-'}`),
    ...users.flatMap(({ name, id, group, groups: others, home, shell, comment }) => [
      `u ${name} ${id ?? '-'}${group === name ? '' : `:${group}`} ${comment === '' ? '-' : `"${comment}"`} ${home} ${shell}`,
      ...others.map((other) => `m ${name} ${other}`),
    ]),
  ]
}
