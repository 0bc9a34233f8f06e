import { join, resolve } from 'node:path'
import { choice, integer, list, path } from '../declaration/input.js'
import { operation, output, showOutput } from '../declaration/operation.js'
import { chooseArchitectures, standardArchitectures } from '../architecture.js'
import { readFoundation } from '../project/distribution.js'
import { mostWorkers } from '../sandbox/options.js'
import { startSandbox, stopSandbox } from '../sandbox/sandbox.js'
import type { Host } from '../host/host.js'

/** Runs a private OBS. */
export const obsSandbox = operation({
  name: 'obs-sandbox',
  summary: 'Start a private, real Open Build Service on this machine, or stop it.',
  inputs: {
    config: path({
      description:
        'A packages.yaml, or the name of a preset, whose base distributions the sandbox shall have, and whose projects its user may make.',
    }),
    mode: choice(['start', 'stop'], { default: 'start', description: 'Whether to start or to stop it.' }),
    directory: path({ description: 'Where all of it lives. Default: obs-sandbox in the folder for temporary files.' }),
    port: integer({
      default: '0',
      maximum: 65535,
      description: 'The port of the API and of the published repositories, on 127.0.0.1; 0 takes a free one.',
    }),
    architectures: list({
      default: 'x86_64,aarch64,armv7l,ppc64le,s390x',
      description: 'The architectures it builds for, by any of their names.',
    }),
    workers: integer({ default: '2', minimum: 1, maximum: mostWorkers, description: 'How many builds run at the same time.' }),
    debbuild: path({ description: 'A debbuild package (.deb) to build debs with instead of the stand-in.' }),
  },
  outputs: {
    apiurl: output('The API, for setup-osc.'),
    'download-url': output('Where the published repositories lie, for the input repository-url.'),
    username: output('The user, an ordinary one.'),
    password: output("The user's password."),
  },
  resumption: 'an interrupted start leaves nothing running, and the same command begins again',
  async run({ inputs, host, set, saveState }) {
    const directory = sandboxDirectory(inputs.directory, host)
    if (inputs.mode === 'stop') {
      const { stopped } = await stopSandbox(directory, host)
      host.log.info(stopped ? `the sandbox in ${directory} is stopped` : `no sandbox runs in ${directory}`)
      return
    }
    const { debbuild } = inputs
    const foundation =
      inputs.config === undefined ? { distributions: [], ancestors: [] } : await readFoundation(inputs.config, host)
    const { port, workers } = inputs
    const known = standardArchitectures
    const available = known.map(({ obs }) => obs)
    const architectures = chooseArchitectures({ input: 'architectures', names: inputs.architectures, available, known })
    const options = {
      directory,
      port,
      architectures,
      workers,
      ...foundation,
      ...(debbuild === undefined ? {} : { debbuild: resolve(host.directories.work, debbuild) }),
    }
    const sandbox = await startSandbox(options, host)
    host.log.mask(sandbox.password)
    // The job that started it stops it; one that found it running leaves it alone.
    if (!sandbox.reused) saveState('directory', directory)
    set({ apiurl: sandbox.apiurl, 'download-url': sandbox.downloadUrl, username: sandbox.username, password: sandbox.password })
  },
  report: (outputs) =>
    outputs.apiurl === undefined
      ? ''
      : `A private OBS runs at ${showOutput(outputs.apiurl)} (user ${showOutput(outputs.username)}); it publishes at ${showOutput(outputs['download-url'])}.`,
  async post(state, host) {
    const directory = state('directory')
    if (directory !== '') await stopSandbox(directory, host)
  },
})

/** Where a sandbox lives unless the user says otherwise. */
export function sandboxDirectory(given: string | undefined, host: Host): string {
  return given === undefined ? join(host.directories.temp, 'obs-sandbox') : resolve(host.directories.work, given)
}
