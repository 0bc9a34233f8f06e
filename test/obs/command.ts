import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { programs, sandbox } from './live.js'

const run = promisify(execFile)

/** How a command ended. */
export interface Outcome {
  readonly code: number | null
  /** Its outputs, from --json. */
  readonly outputs: Readonly<Record<string, unknown>>
  readonly stderr: string
}

export type Inputs = Readonly<Record<string, string>>

/** A person at a terminal: a folder, a home, an osc and an account, shared with nobody. */
export interface Person {
  /** Where the commands run. */
  readonly folder: string
  /** Runs an operation of the shipped command line to its end. */
  run(operation: string, inputs: Inputs): Promise<Outcome>
  /** The same for one that must succeed: its outputs, or an error that shows its progress. */
  do(operation: string, inputs: Inputs): Promise<Outcome['outputs']>
  /** The same, but kills the process without warning once its progress has the text; resolves to the progress until then. */
  runUntil(sign: string, operation: string, inputs: Inputs): Promise<string>
  /** The same, but kills the process once something has happened elsewhere; resolves to whether that came before its end. */
  runUnless(halt: Promise<unknown>, operation: string, inputs: Inputs): Promise<boolean>
  /** Runs setup-osc, and lets every command that follows use its config, as the user is told to. */
  signIn(inputs?: Inputs): Promise<void>
  /** Runs osc by hand, with the config of signIn. */
  osc(...args: string[]): Promise<string>
  /** Writes a file below the folder. */
  write(path: string, content: string, mode?: number): Promise<void>
  remove(): Promise<void>
}

/** Makes a person who has this osc first on the PATH, and credentials in the environment only. */
export async function makePerson(
  version: keyof typeof programs = '0.169.1',
  password = sandbox.password,
  username = sandbox.username,
): Promise<Person> {
  const root = await mkdtemp(join(tmpdir(), 'obs-publish-person-'))
  const at = (name: string) => join(root, name)
  for (const name of ['home', 'temp', 'cache', 'bin', 'work']) await mkdir(at(name))
  await symlink(programs[version], join(at('bin'), 'osc'))
  const env: Record<string, string> = {
    PATH: `${at('bin')}:${process.env['PATH'] ?? ''}`,
    HOME: at('home'),
    LANG: 'C.UTF-8',
    RUNNER_TEMP: at('temp'),
    OBS_PUBLISH_CACHE: at('cache'),
    OSC_USERNAME: username,
    OSC_PASSWORD: password,
  }
  const start = (operation: string, inputs: Inputs): ChildProcess => {
    const words = Object.entries(inputs).flatMap(([name, value]) => [`--${name}`, value])
    return spawn(process.execPath, [resolve('dist/cli.js'), operation, ...words, '--json'], {
      cwd: at('work'),
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  }
  const runToEnd = async (operation: string, inputs: Inputs): Promise<Outcome> => {
    const { code, stdout, stderr } = await collect(start(operation, inputs))
    // With --json a command prints one object, or nothing when its inputs were wrong.
    return { code, outputs: stdout === '' ? {} : (JSON.parse(stdout) as Record<string, unknown>), stderr }
  }
  const runWell = async (operation: string, inputs: Inputs): Promise<Outcome['outputs']> => {
    const { code, outputs, stderr } = await runToEnd(operation, inputs)
    if (code !== 0) throw new Error(`${operation} ended with ${code}:\n${stderr}`)
    return outputs
  }
  return {
    folder: at('work'),
    run: runToEnd,
    do: runWell,
    async runUntil(sign, operation, inputs) {
      const child = start(operation, inputs)
      const { signal, stderr } = await collect(child, (progress) => {
        if (progress.includes(sign)) child.kill('SIGKILL')
      })
      if (signal !== 'SIGKILL') throw new Error(`${operation} ended without saying ${JSON.stringify(sign)}:\n${stderr}`)
      return stderr
    },
    async runUnless(halt, operation, inputs) {
      const child = start(operation, inputs)
      void halt.then(() => child.kill('SIGKILL'))
      const { signal, code, stderr } = await collect(child)
      if (signal !== 'SIGKILL' && code !== 0) throw new Error(`${operation} ended with ${code}:\n${stderr}`)
      return signal === 'SIGKILL'
    },
    async signIn(inputs = { apiurl: sandbox.apiurl }) {
      env['OSC_CONFIG'] = String((await runWell('setup-osc', inputs))['config-path'])
    },
    async osc(...args) {
      return (await run('osc', ['--config', env['OSC_CONFIG'] ?? '', ...args], { env, cwd: at('work') })).stdout
    },
    async write(path, content, mode = 0o644) {
      await mkdir(join(at('work'), path, '..'), { recursive: true })
      await writeFile(join(at('work'), path), content, { mode })
    },
    remove: () => rm(root, { recursive: true, force: true }),
  }
}

interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

function collect(child: ChildProcess, look: (progress: string) => void = () => undefined): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const output = { stdout: '', stderr: '' }
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      output.stderr += text
      look(output.stderr)
    })
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, ...output }))
  })
}
