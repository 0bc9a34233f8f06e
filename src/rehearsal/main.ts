import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { readArguments } from '../cli/arguments.js'
import { boolean, path } from '../declaration/input.js'
import { parseInputs } from '../declaration/parse.js'
import { terminalLog } from '../cli/log.js'
import { describeError, exitCodeOf } from '../error.js'
import { suiteVersion } from '../host/suite.js'
import { systemHost } from '../host/system.js'
import type { Host } from '../host/host.js'
import { stopSandbox } from '../sandbox/sandbox.js'
import { rehearse } from './rehearse.js'

const help = `Usage: npm run rehearse -- [--keep] [--directory <path>]

Rehearses a release on this machine: a private, real OBS builds, signs and publishes real programs for five
architectures as deb and rpm; the result is verified with the real apt and dnf, and everything is done twice.

  --keep              leave the OBS running and show how to install from it
  --directory <path>  where it lives (default: obs-publish-rehearsal in the folder for temporary files)

Nothing but package mirrors is reached. Downloads are kept in ~/.cache/obs-publish (OBS_PUBLISH_CACHE).`

/** The command `npm run rehearse`. */
export async function runRehearsal(words: readonly string[], suite: string): Promise<void> {
  const { env } = process
  const started = Date.now()
  const stamp = () => String(Math.round((Date.now() - started) / 1000)).padStart(4)
  const log = terminalLog((line) => process.stderr.write(`${stamp()}s  ${line}`), env['RUNNER_DEBUG'] === '1')
  const cache = env['OBS_PUBLISH_CACHE'] ?? join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'obs-publish')
  const directories = { work: process.cwd(), temp: env['RUNNER_TEMP'] ?? tmpdir(), cache, suite }
  const host = systemHost({ log, env, directories, onExport: () => undefined, onPath: () => undefined })
  try {
    const inputs = {
      keep: boolean({ default: 'false', description: 'Leave the OBS running.' }),
      directory: path({ default: join(directories.temp, 'obs-publish-rehearsal'), description: 'Where it lives.' }),
    }
    const { values, help: asked } = readArguments(words, inputs)
    if (asked) return void process.stdout.write(`${help}\n`)
    const { keep, directory } = parseInputs(inputs, values)
    const options = { directory: resolve(directory), keep }
    stopOnSignals(options.directory, host)
    process.stdout.write(`${await rehearse(options, host)}\n`)
  } catch (error) {
    log.error(describeError(error, await suiteVersion(suite)))
    process.exitCode = exitCodeOf(error)
  }
}

/** Ctrl-C and TERM end the rehearsal, and what it started. */
function stopOnSignals(directory: string, host: Host): void {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => {
      host.log.info(`${signal}: stopping the private OBS`)
      void stopSandbox(directory, host).finally(() => process.exit(code))
    })
  }
}
