import { execFile, spawn } from 'node:child_process'
import { constants } from 'node:fs'
import { access, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { readActLog, type ActLog } from './act-log.js'
import { startArtifactService, type ArtifactService } from './artifact-service.js'

/** A workflow of a user's repository, and the event that starts it. */
export interface WorkflowRequest {
  /** The user's repository: a folder with a git repository. */
  readonly repository: string
  /** The workflow's file, relative to the repository. */
  readonly workflow: string
  readonly event: 'push' | 'schedule' | 'workflow_dispatch' | 'pull_request' | 'pull_request_target' | 'workflow_run'
  /** What GitHub would write into github.event. */
  readonly payload?: object
  /** The inputs of a workflow_dispatch. */
  readonly inputs?: Readonly<Record<string, string>>
  readonly secrets?: Readonly<Record<string, string>>
  readonly variables?: Readonly<Record<string, string>>
  /** What the steps have in their environment besides. */
  readonly environment?: Readonly<Record<string, string>>
  /** The artifacts of the run so far, when it goes on. Default: none, and they are gone with the run. */
  readonly artifacts?: ArtifactService
  /** Somebody cancels the run once its log has this text. */
  readonly until?: string
  /** A clean tree of the suite, from {@link stageSuite}. */
  readonly suite: string
}

/** How a workflow run went. */
export interface WorkflowRun extends ActLog {
  readonly code: number
  /** The names of the artifacts that the run left. */
  readonly artifacts: readonly string[]
}

const suiteName = 'obs-publish/obs-publish@v1'

/**
 * Copies what a release of the suite holds: act packs the whole folder for every step, so nothing else may lie in it. Its
 * references to itself (`$/…`), which act does not know, are written as those who lack them on their GitHub do.
 */
export async function stageSuite(folder: string): Promise<void> {
  for (const name of ['action.yml', 'package.json', 'actions', 'dist', 'presets', '.github'])
    await cp(resolve(name), join(folder, name), { recursive: true })
  const workflows = join(folder, '.github', 'workflows')
  await fixReferences(workflows)
  // act has no engine for containers here: such a job runs on this machine, as all others do.
  for (const name of await readdir(workflows)) {
    const file = join(workflows, name)
    await writeFile(file, (await readFile(file, 'utf8')).replace(/^ +container: .*\n/gm, ''))
  }
}

async function fixReferences(folder: string): Promise<void> {
  const [repository = '', ref = ''] = suiteName.split('@')
  await promisify(execFile)(process.execPath, [resolve('scripts/references.mjs'), repository, ref, '--from', folder])
}

/** The path of act; throws when it is not installed. */
export async function findAct(): Promise<string> {
  const file = resolve(process.env['ACT_PROGRAM'] ?? '.cache/act/bin/act')
  await access(file, constants.X_OK).catch(() => {
    throw new Error(`There is no act at ${file}: run \`node scripts/prepare.mjs --for test\`, or name it by ACT_PROGRAM.`)
  })
  return file
}

/**
 * Runs a workflow by act 0.2.89, each job as processes of this machine. Nothing of this machine's environment or
 * home reaches the run, and nothing is fetched from GitHub: a stand-in clones the repository, the suite is the staged
 * one, and another stand-in keeps the artifacts.
 */
export async function runWorkflow(request: WorkflowRequest): Promise<WorkflowRun> {
  const program = await findAct()
  const folder = await mkdtemp(join(tmpdir(), 'obs-publish-act-'))
  const artifacts = request.artifacts ?? (await startArtifactService())
  try {
    const args = await prepareRun(request, folder, artifacts.environment)
    const { code, stdout, stderr } = await runAct(program, args, join(folder, 'home'), request.until)
    return { code, ...readActLog(stdout, stderr), artifacts: artifacts.names() }
  } finally {
    if (request.artifacts === undefined) await artifacts.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Checks a workflow file against act's schema; resolves to what is wrong, or to nothing. */
export async function validateWorkflow(folder: string, workflow: string): Promise<string> {
  const program = await findAct()
  const home = await mkdtemp(join(tmpdir(), 'obs-publish-act-'))
  try {
    const copy = join(home, 'workflows')
    await mkdir(copy)
    await cp(join(folder, workflow), join(copy, basename(workflow)))
    await fixReferences(copy)
    const args = [
      '--validate',
      '-C',
      home,
      '-W',
      `workflows/${basename(workflow)}`,
      ...platforms,
      '--container-daemon-socket',
      '-',
    ]
    const { code, stdout, stderr } = await runAct(program, args, home)
    return code === 0 ? '' : `${stdout}${stderr}`
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

const platforms = ['-P', 'ubuntu-latest=-self-hosted', '-P', 'ubuntu-24.04=-self-hosted']

/** Writes the files that tell act about the run; resolves to its arguments. */
async function prepareRun(request: WorkflowRequest, folder: string, environment: Record<string, string>): Promise<string[]> {
  const at = (name: string) => join(folder, name)
  await mkdir(at('home'))
  await writeFile(at('event.json'), JSON.stringify(request.payload ?? {}))
  await writeVariables(at('secrets'), request.secrets)
  await writeVariables(at('variables'), request.variables)
  await writeVariables(at('environment'), {
    ...environment,
    NO_COLOR: '1',
    STAND_IN_REPOSITORY: request.repository,
    GITHUB_REPOSITORY: 'example/hello',
    // The proxy that stops act itself is not meant for the steps.
    HTTPS_PROXY: '',
    ...request.environment,
  })
  return [
    request.event,
    ...['-C', request.repository, '-W', request.workflow, ...platforms],
    // With an event file act ignores inputs.
    ...(request.payload === undefined ? [] : ['-e', at('event.json')]),
    ...Object.entries(request.inputs ?? {}).flatMap(([name, value]) => ['--input', `${name}=${value}`]),
    ...['--secret-file', at('secrets'), '--var-file', at('variables'), '--env-file', at('environment')],
    ...['--input-file', '/dev/null', '--action-cache-path', at('cache'), '--container-daemon-socket', '-'],
    ...['--no-cache-server', '--pull=false', '--action-offline-mode', '--json', '--rm'],
    ...['--local-repository', `${suiteName}=${request.suite}`],
    ...(await listForeign(request.suite)).flatMap(({ uses, name }) => [
      '--local-repository',
      `${uses}=${resolve(`test/support/${name}-stand-in`)}`,
    ]),
  ]
}

/** The actions of others that the workflows name and that have a stand-in. */
async function listForeign(suite: string): Promise<readonly { readonly uses: string; readonly name: string }[]> {
  const folder = join(suite, '.github', 'workflows')
  const texts = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')))
  const found = texts.flatMap((text) => [
    ...text.matchAll(/actions\/(checkout|attest|configure-pages|upload-pages-artifact|deploy-pages)@\S+/g),
  ])
  return [...new Map(found.map(([uses, name = '']) => [uses, { uses, name }])).values()]
}

async function writeVariables(file: string, values: Readonly<Record<string, string>> = {}): Promise<void> {
  // In double quotes a $ would begin a variable.
  const lines = Object.entries(values).map(([name, value]) => `${name}='${value}'\n`)
  await writeFile(file, lines.join(''), { mode: 0o600 })
}

/** Milliseconds after which a run that hangs is ended. */
const longest = 300_000

interface ActResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function runAct(program: string, args: readonly string[], home: string, until?: string): Promise<ActResult> {
  if (Number(process.versions.node.split('.')[0]) < 24) throw new Error(`Actions need Node 24, and this is ${process.version}`)
  const env = {
    HOME: home,
    PATH: `${dirname(process.execPath)}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
    // Nobody listens there: an action that is not at hand fails at once.
    HTTPS_PROXY: 'http://127.0.0.1:9',
  }
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: longest })
    const output = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const before = output.stdout
      output.stdout += text
      if (until !== undefined && !before.includes(until) && output.stdout.includes(until)) child.kill('SIGINT')
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, ...output }))
  })
}
