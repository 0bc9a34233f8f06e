import type { Host } from '../../host/host.js'
import { readPackage } from '../../package/reader.js'
import type { ListedPackage } from '../../repository/published-repository.js'

/** The scripts of packages that ran, by the packages' names and versions. */
export type ProvenScripts = Map<string, string>

/** Remembers the scripts of a package that ran, for the same package of another architecture. */
export async function rememberScripts(proven: ProvenScripts, entry: ListedPackage, file: string, host: Host): Promise<void> {
  proven.set(keyOf(entry), await readScripts(file, host))
}

/**
 * Whether what nobody ran here is known all the same: a package without scripts, or with those of the same package for
 * this machine, which ran.
 */
export async function judgeScripts(
  proven: ProvenScripts,
  entry: ListedPackage,
  file: string,
  host: Host,
): Promise<{ readonly proved: boolean; readonly told: string }> {
  const scripts = await readScripts(file, host)
  if (scripts === noScripts) return { proved: true, told: 'it has none' }
  const ran = proven.get(keyOf(entry))
  if (ran === undefined) return { proved: false, told: 'they ran nowhere' }
  return scripts === ran
    ? { proved: true, told: `they are those of the package for this machine, which ran` }
    : { proved: false, told: `they differ from those of the package for this machine and ran nowhere` }
}

const noScripts = '[]'

async function readScripts(file: string, host: Host): Promise<string> {
  const { scripts } = await readPackage(file, host)
  const names = Object.keys(scripts).filter((name) => !passive.includes(name))
  return JSON.stringify(names.sort().map((name) => [name, scripts[name]]))
}

/** Members of a deb's control archive that only tell. */
const passive = ['triggers', 'shlibs', 'symbols', 'templates', 'isinstallable']

function keyOf({ name, version }: ListedPackage): string {
  return `${name} ${version}`
}
