import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makePerson, type Inputs, type Outcome, type Person } from './command.js'
import { accountOf, askAs, listPackages, sandbox } from './live.js'
import { nameProjects, writeConfig, type ConfigOptions, type Projects } from './project.js'

/** A person whose project publishes what a promotion.yaml says. */
export interface Promoter {
  readonly person: Person
  readonly projects: Projects
  /** Pushes a version and waits until it is built; nothing is released. */
  build(version: string): Promise<void>
  /** Records a version that is built. */
  record(version: string, inputs?: Inputs): Promise<Outcome['outputs']>
  run(mode: 'check' | 'apply', inputs?: Inputs): Promise<Outcome>
  /** The list as it is now. */
  list(): Promise<string>
  /** Writes the list as somebody with an editor does. */
  edit(text: string): Promise<void>
  /** The packages of the publish project with their sources and binaries: what a refusal must leave as it is. */
  published(): Promise<Standing>
  /** The names of all debs and rpms that the publish project holds, sorted; twice what it holds twice. */
  files(): Promise<readonly string[]>
  /** The names of the containers. */
  containers(): Promise<readonly string[]>
}

export interface Standing {
  readonly sources: string | undefined
  readonly binaries: readonly string[]
}

/** What is quick, and enough to tell one package from another. */
export const quick: Inputs = {
  'poll-interval': '1s',
  'repository-url': sandbox.downloadUrl,
  checks: 'presence,payload',
  'verify-install': 'none',
}

/** Makes one, with an osc that is signed in. */
export async function makePromoter(versions: readonly string[], options: ConfigOptions = {}): Promise<Promoter> {
  const person = await makePerson('1.x')
  const projects = nameProjects()
  await writeConfig(person, projects, versions, options)
  await person.signIn(options.apiurl === undefined ? undefined : { apiurl: options.apiurl })
  const file = join(person.folder, 'promotion.yaml')
  const admin = await accountOf('Admin')
  const readBinaries = async () => {
    const text = (await askAs(admin, `/build/${projects.publish}/_result?view=binarylist`)) ?? ''
    return [...text.matchAll(/<binary filename="([^"]+)"[^>]* mtime="(\d+)"/g)].map(([, name = '', time = '']) => ({
      name,
      time,
    }))
  }
  return {
    person,
    projects,
    async build(version) {
      await person.do('obs-provision', { version })
      await person.do('build-tarball', { version, compression: 'fast' })
      await person.do('render-specs', { version })
      const { revisions } = await person.do('obs-push', { version })
      await person.do('obs-wait', { version, revisions: JSON.stringify(revisions), 'poll-interval': '1s' })
    },
    record: (version, inputs = {}) => person.do('promote', { ...quick, mode: 'record', version, ...inputs }),
    run: (mode, inputs = {}) => person.run('promote', { ...quick, mode, ...inputs }),
    list: () => readFile(file, 'utf8'),
    edit: (text) => person.write('promotion.yaml', text),
    async published() {
      const binaries = (await readBinaries()).map(({ name, time }) => `${name} ${time}`)
      return { sources: await askAs(admin, `/source/${projects.publish}?view=info`), binaries }
    },
    async files() {
      const names = (await readBinaries()).map(({ name }) => name)
      return names.filter((name) => /\.(?:deb|rpm)$/.test(name) && !name.endsWith('.src.rpm')).toSorted()
    },
    containers: async () => ((await listPackages(projects.publish)) ?? []).filter((name) => /^hello\.\d{14}$/.test(name)),
  }
}

/** The last line of what a command said. */
export function lastLine({ stderr }: Pick<Outcome, 'stderr'>): string {
  return stderr.trim().split('\n').at(-1) ?? ''
}
