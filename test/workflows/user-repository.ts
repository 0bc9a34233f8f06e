import { execFile } from 'node:child_process'
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { parse, parseDocument, stringify } from 'yaml'

const run = promisify(execFile)

/** The workflows that a user copies from the examples. */
export const callers = [
  'release',
  'nightly',
  'rebuild',
  'verify',
  'rehearse',
  'pull-request',
  'build-pr',
  'attested-release',
  'embargo',
  'status',
  'keys',
  'reviewed-release',
  'promotion',
  'rollback',
  'change-channel',
] as const
export type Caller = (typeof callers)[number]

export interface UserRepositoryOptions {
  /** In every project name, so that tests do not meet. */
  readonly word: string
  /** Where the project publishes its programs. */
  readonly programs: string
  /** The OBS that the config names, and where it publishes. */
  readonly apiurl: string
  readonly downloadUrl: string
  /** The base project of the rpm builder. */
  readonly rpmBase?: string
  /** The inputs that a caller needs besides those of the example: of its job `packages`, or of another as JOB.INPUT. */
  readonly inputs: Readonly<Record<Caller, Readonly<Record<string, string>>>>
}

/** A user's repository on this machine. */
export interface UserRepository {
  /** Commits everything after a change of packages.yaml: the commit before it. */
  change(edit: (config: string) => string): Promise<string>
  /** Puts files into a commit on a branch of their own, which is checked out then, as that of a pull request. */
  propose(files: Readonly<Record<string, string>>): Promise<void>
  /** Brings what was proposed last into main, which is checked out then. */
  merge(): Promise<void>
  tag(name: string): Promise<void>
  /** The newest commit. */
  head(): Promise<string>
}

/**
 * Makes a user's repository in the folder: the example with one program, and the examples' workflows, which differ
 * from their files by nothing but the inputs given.
 */
export async function makeUserRepository(folder: string, options: UserRepositoryOptions): Promise<UserRepository> {
  await mkdir(join(folder, '.github', 'workflows'), { recursive: true })
  for (const name of ['LICENSE', 'README.md']) await copyFile(resolve('examples/one-binary', name), join(folder, name))
  await writeFile(join(folder, 'packages.yaml'), await makeConfig(options))
  for (const caller of callers) {
    const document = parseDocument(await readFile(resolve('examples/workflows', `${caller}.yml`), 'utf8'))
    // act does not know it.
    document.delete('cache-mode')
    for (const [name, value] of Object.entries(options.inputs[caller])) {
      const [input = '', job = 'packages'] = name.split('.').toReversed()
      document.setIn(['jobs', job, 'with', input], value)
    }
    await writeFile(join(folder, workflowOf(caller)), document.toString())
  }
  const git = (...args: string[]) => run('git', args, { cwd: folder, env: { PATH: process.env['PATH'], HOME: folder } })
  await git('init', '--quiet', '--initial-branch=main')
  await git('add', '.')
  const commit = (message: string) =>
    git('-c', 'user.name=Jane', '-c', 'user.email=jane@example.org', 'commit', '--quiet', '--all', `--message=${message}`)
  await commit('Start')
  const head = async () => (await git('rev-parse', 'HEAD')).stdout.trim()
  return {
    head,
    async change(edit) {
      const before = await head()
      const file = join(folder, 'packages.yaml')
      await writeFile(file, edit(await readFile(file, 'utf8')))
      await commit('Change the packages')
      return before
    },
    async propose(files) {
      await git('checkout', '--quiet', '-B', 'proposal')
      for (const [path, content] of Object.entries(files)) {
        await mkdir(dirname(join(folder, path)), { recursive: true })
        await writeFile(join(folder, path), content)
      }
      await git('add', '.')
      await commit('Propose')
    },
    async merge() {
      await git('checkout', '--quiet', 'main')
      await git('merge', '--quiet', '--ff-only', 'proposal')
    },
    async tag(name) {
      await git('tag', name)
    },
  }
}

/** Where a caller lies in the user's repository. */
export function workflowOf(caller: Caller): string {
  return `.github/workflows/${caller}.yml`
}

/** The projects of a channel, as the repository's config names them. */
export function projectsOf(word: string, channel: string): { build: string; publish: string } {
  return { build: `test:${word}:${channel}:build`, publish: `test:${word}:${channel}` }
}

async function makeConfig({ word, programs, apiurl, downloadUrl, rpmBase }: UserRepositoryOptions): Promise<string> {
  // The example of the documentation, which other tests hold to the schema.
  const config = parse(await readFile(resolve('examples/one-binary/packages.yaml'), 'utf8')) as {
    obs: object
    builders: { rpm: { paths: object[] } }
    packages: { hello: { source: object } }
  }
  const { build, publish } = projectsOf(word, '{channel}')
  config.obs = {
    apiurl,
    'build-project': build,
    'publish-project': publish,
    'download-url': `${downloadUrl}/{project-path}/{builder}`,
  }
  if (rpmBase !== undefined) config.builders.rpm.paths = [{ project: rpmBase, repository: 'standard' }]
  config.packages.hello.source = { url: `${programs}/v{version}/hello-{goarch}`, sha256: '{url}.sha256' }
  return stringify(config)
}
