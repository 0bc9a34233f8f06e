import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { readArguments } from '../cli/arguments.js'
import { standardError, terminalLog } from '../cli/terminal-log.js'
import { boolean, choice, path } from '../declaration/input.js'
import { parseInputs } from '../declaration/parse.js'
import { describeError, exitCodeOf } from '../error.js'
import { readSuiteVersion } from '../host/suite.js'
import { systemHost } from '../host/system.js'
import type { Host } from '../host/host.js'
import { rehearse } from './rehearse.js'

const help = `Usage: npm run rehearse -- [--preset kubernetes] [--keep] [--directory <path>]

Rehearses a release on this machine: a private, real OBS builds, signs and publishes real programs for five
architectures as deb and rpm; the result is verified with the real apt and dnf, and everything is done twice.

Each rehearsal begins with an empty OBS, and removes it at its end, also when it fails or is interrupted.

  --preset kubernetes publish all packages of the preset, once, and install kubeadm with all that it needs: kubectl is
                      real, the other programs are stand-ins that say their name and version
  --keep              leave the OBS running and show how to install from it; another rehearsal in its folder
                      begins only when it is stopped, and removes it then (one that failed is stopped, but not removed)
  --directory <path>  where it lives (default: obs-publish-rehearsal in the folder for temporary files): a folder
                      that does not exist, is empty, or holds an earlier rehearsal or a stopped sandbox, which is removed

Nothing but package mirrors is reached. Downloads are kept in ~/.cache/obs-publish (OBS_PUBLISH_CACHE).`

/** The command `npm run rehearse`. */
export async function runRehearsal(words: readonly string[], suite: string): Promise<void> {
  const { env } = process
  const started = Date.now()
  const stamp = () => String(Math.round((Date.now() - started) / 1000)).padStart(4)
  const log = terminalLog(
    standardError(() => `${stamp()}s  `),
    env['RUNNER_DEBUG'] === '1',
  )
  const cache = env['OBS_PUBLISH_CACHE'] ?? join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'obs-publish')
  const directories = { work: process.cwd(), temp: env['RUNNER_TEMP'] ?? tmpdir(), cache, suite }
  const version = await readSuiteVersion(suite)
  const host = systemHost({ log, env, directories, version, onExport: () => undefined, onPath: () => undefined })
  try {
    const inputs = {
      preset: choice(['none', 'kubernetes', 'kubernetes-kep'], { default: 'none', description: 'All packages of a preset.' }),
      keep: boolean({ default: 'false', description: 'Leave the OBS running.' }),
      directory: path({ default: join(directories.temp, 'obs-publish-rehearsal'), description: 'Where it lives.' }),
    }
    const { values, help: asked } = readArguments(words, inputs)
    if (asked) return void process.stdout.write(`${help}\n`)
    const { keep, directory, preset } = parseInputs(inputs, values)
    const options = { directory: resolve(directory), keep, preset: preset === 'none' ? undefined : preset }
    process.stdout.write(`${await rehearse(options, host, (remove) => removeOnSignals(remove, host))}\n`)
  } catch (error) {
    log.error(describeError(error, await readSuiteVersion(suite)))
    process.exitCode = exitCodeOf(error)
  }
}

/** Ctrl-C and TERM end the rehearsal, and what it started. */
function removeOnSignals(remove: () => Promise<void>, host: Host): void {
  let interrupted = false
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    // A sandbox that is being started repeats the signal to this process when it has cleaned up after itself.
    process.on(signal, () => {
      if (interrupted) return
      interrupted = true
      host.log.info(`${signal}: stopping the private OBS and removing its folder`)
      void remove()
        .catch((error: unknown) => host.log.error(describeError(error, host.version)))
        .finally(() => process.exit(code))
    })
  }
}
