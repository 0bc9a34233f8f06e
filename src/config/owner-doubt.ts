import { formats as everyFormat, type Format } from '../format.js'
import type { Fault } from './check.js'
import { listFiles, type PackagedFile } from './installed.js'
import type { Config, Package } from './schema.js'

/** Users and groups that every system of a format has: by base-passwd of Debian, by setup of Fedora and what SUSE has in its place. */
const everywhere: Readonly<Record<Format, Readonly<Record<'owner' | 'group', readonly string[]>>>> = {
  deb: {
    owner: words('root daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc nobody'),
    group: words(
      'root daemon bin sys adm tty disk lp mail news uucp man proxy kmem dialout fax voice cdrom floppy tape sudo audio dip www-data backup operator list irc src shadow utmp video sasl plugdev staff games users nogroup',
    ),
  },
  rpm: {
    owner: words('root daemon bin lp mail games nobody'),
    group: words('root daemon bin sys tty disk lp mail kmem dialout cdrom floppy tape audio video games users utmp'),
  },
}

const families: Readonly<Record<Format, string>> = { deb: 'Debian', rpm: 'Fedora and SUSE' }

/**
 * Finds owners and groups of files that nobody is known to make. A package that names others in requires-pre is believed to
 * name the one that does.
 */
export function doubtOwners({ packages, builders }: Config): Fault[] {
  const built = new Set(Object.values(builders).map(({ format }) => format))
  return Object.entries(packages).flatMap(([name, pkg]) => {
    const own = [pkg, ...Object.keys(pkg.requires).flatMap((other) => packages[other] ?? [])]
    if (Object.keys(pkg['requires-pre']).length > 0) return []
    return listFiles(pkg).flatMap((file) =>
      (['owner', 'group'] as const).flatMap((key): Fault[] => {
        const account = file[key]
        if (own.some((each) => makes(each, key, account))) return []
        const formats = formatsOf(file, pkg, builders).filter((format) => built.has(format))
        const lacking = formats.find((format) => !everywhere[format][key].includes(account))
        if (lacking === undefined) return []
        const path = ['packages', name, ...file.path, key]
        const section = key === 'owner' ? 'users' : 'groups'
        const message = `${path.join('.')} is ${account}, whom not every system of ${families[lacking]} has and no package here makes; declare it under packages.${name}.${section}, or name the package that makes it in packages.${name}.requires-pre.`
        return [{ path, message }]
      }),
    )
  })
}

function formatsOf({ formats, builders }: PackagedFile, pkg: Package, all: Config['builders']): readonly Format[] {
  return everyFormat.filter(
    (format) =>
      formats.includes(format) &&
      (pkg.formats?.includes(format) ?? true) &&
      (builders?.some((name) => all[name]?.format === format) ?? true),
  )
}

function makes({ users, groups }: Package, key: 'owner' | 'group', account: string): boolean {
  if (key === 'owner') return Object.hasOwn(users, account)
  const ofUsers = Object.entries(users).flatMap(([name, user]) => [user.group ?? name, ...user.groups])
  return Object.hasOwn(groups, account) || ofUsers.includes(account)
}

function words(text: string): readonly string[] {
  return text.split(' ')
}
