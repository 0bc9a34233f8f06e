import type { Format } from '../format.js'
import { hasAccounts, sysusersLines } from '../plan/account.js'
import type { PlannedPackage } from '../plan/plan.js'

/**
 * Makes users and groups: by systemd where it is, and where it is not, or is too old for a line, by what every distribution
 * has. In an rpm this runs before files are unpacked, when the lines are not installed yet.
 */
export function accountLines(planned: PlannedPackage, format: Format): string[] {
  if (!hasAccounts(planned)) return []
  const { name, accounts } = planned
  const call =
    format === 'deb'
      ? [`  systemd-sysusers ${name}.conf || :`]
      : [
          `  systemd-sysusers --replace=/usr/lib/sysusers.d/${name}.conf - << 'END_OF_USERS' || :`,
          ...sysusersLines(planned),
          'END_OF_USERS',
        ]
  const number = (option: string, id: number | undefined) => (id === undefined ? '' : ` ${option} ${id}`)
  return [
    'if command -v systemd-sysusers > /dev/null; then',
    ...call,
    'fi',
    ...accounts.groups.map(
      (group) => `getent group ${group.name} > /dev/null || groupadd --system${number('--gid', group.id)} ${group.name}`,
    ),
    ...accounts.users.map((user) => {
      const options = [
        `useradd --system --no-create-home${number('--uid', user.id)} --gid ${user.group}`,
        ...(user.groups.length === 0 ? [] : [`--groups ${user.groups.join(',')}`]),
        `--home-dir ${user.home} --shell ${user.shell}`,
        ...(user.comment === '' ? [] : [`--comment '${user.comment}'`]),
        user.name,
      ]
      return `getent passwd ${user.name} > /dev/null || ${options.join(' ')}`
    }),
  ]
}

/** Makes what tmpfiles.d says at once, and not only at the next start. */
export function tmpfilesLines({ name, tmpfiles }: PlannedPackage): string[] {
  if (tmpfiles.length === 0) return []
  return ['if command -v systemd-tmpfiles > /dev/null; then', `  systemd-tmpfiles --create ${name}.conf || :`, 'fi']
}
