import { choice, path, text } from '../declaration/input.js'
import { operation, output, showOutput } from '../declaration/operation.js'
import { UserError } from '../error.js'
import { findProgram } from '../host/exec.js'
import type { Host } from '../host/host.js'
import { loadConfig } from '../project/config-file.js'
import { provideOsc, type InstallWay } from '../obs/osc-install.js'
import { checkAccount, removeOscConfig, writeOscConfig } from '../obs/osc-config.js'

const openSuse = 'https://api.opensuse.org'

/** The inputs by which osc is installed and told who we are. */
export const accountInputs = {
  apiurl: text({ description: `The API of the OBS instance. Default: ${openSuse}; publish takes the config's.` }),
  username: text({ description: 'The OBS user. Default: the variable OSC_USERNAME.' }),
  password: text({ secret: true, description: 'The password of the OBS user. Default: the variable OSC_PASSWORD.' }),
  'ssh-key': text({ secret: true, description: 'A private SSH key (its text) to authenticate with instead of a password.' }),
  'osc-version': text({ description: 'The version of osc, such as 1.27.0. Default: any.' }),
  install: choice(['auto', 'pip', 'apt', 'none'], {
    default: 'auto',
    description: 'Where to get osc: auto takes the one that is there, else PyPI, else apt.',
  }),
}

/** Installs osc and writes its config, which ends with the job. */
export const setupOsc = operation({
  name: 'setup-osc',
  summary: 'Install osc and give it credentials for the job.',
  inputs: {
    ...accountInputs,
    config: path({
      description: 'A packages.yaml that names the instance, or the name of a preset, where `apiurl` is not given.',
    }),
  },
  outputs: {
    'osc-version': output('The version of osc that is used.'),
    'config-path': output('The osc config, also exported as OSC_CONFIG.'),
  },
  resumption: 'no credentials are left, and the same command begins again',
  async run({ inputs, host, set, saveState }) {
    const { config } = inputs
    const apiurl = inputs.apiurl ?? (config === undefined ? undefined : (await loadConfig(config, host)).config.obs.apiurl)
    const ready = await authenticate({ ...inputs, apiurl }, host, (file) => saveState('config', file))
    host.exportVariable('OSC_CONFIG', ready['config-path'])
    set(ready)
  },
  report: (outputs) => `osc ${showOutput(outputs['osc-version'])} is ready (OSC_CONFIG=${showOutput(outputs['config-path'])}).`,
  post: forgetAccount,
})

/** Removes the osc config that `authenticate` told to remember as the state `config`. */
export async function forgetAccount(state: (name: string) => string, host: Host): Promise<void> {
  const file = state('config')
  if (file === '') return
  await removeOscConfig(file)
  host.log.info(`removed ${file}`)
}

/** osc signs with ssh-keygen, since 1.0 alone. */
async function requireSshKeys(version: string, host: Host): Promise<void> {
  if (version.startsWith('0.'))
    throw new UserError(
      `Input \`ssh-key\` needs osc 1.0 or newer, and osc ${version} is installed; set the input \`install\` to pip, or give a password.`,
    )
  if ((await findProgram('ssh-keygen', host.env['PATH'] ?? '')) === undefined)
    throw new UserError(
      'Input `ssh-key` needs ssh-keygen, which is not installed; on Debian and Ubuntu: apt-get install openssh-client.',
    )
}

export interface AccountInputs {
  readonly apiurl: string | undefined
  readonly username: string | undefined
  readonly password: string | undefined
  readonly 'ssh-key': string | undefined
  readonly 'osc-version': string | undefined
  readonly install: InstallWay
}

/** Provides osc and a config for it, which may end with this process, and asks OBS whether it accepts the account. */
export async function authenticate(
  inputs: AccountInputs,
  host: Host,
  remember: (file: string) => void,
  ownsIt = false,
): Promise<{ 'osc-version': string; 'config-path': string }> {
  const username = inputs.username ?? host.env['OSC_USERNAME']
  const password = inputs.password ?? host.env['OSC_PASSWORD']
  const sshKey = inputs['ssh-key']
  if (password !== undefined) host.log.mask(password)
  if (username === undefined) throw new UserError('Input `username` is missing: give the OBS user, or set OSC_USERNAME.')
  if (password === undefined && sshKey === undefined)
    throw new UserError('Input `password` or `ssh-key` is missing: give one of them, or set OSC_PASSWORD.')
  const apiurl = (inputs.apiurl ?? openSuse).replace(/\/+$/, '')
  if (!URL.canParse(apiurl)) throw new UserError(`Input \`apiurl\` must be a URL, not ${JSON.stringify(apiurl)}.`)
  const version = await provideOsc(inputs.install, inputs['osc-version'], host)
  if (sshKey !== undefined) await requireSshKeys(version, host)
  const account = {
    apiurl,
    username,
    password: sshKey === undefined ? password : undefined,
    sshKey,
  }
  const file = await writeOscConfig(account, host, ownsIt)
  remember(file)
  await checkAccount(account, file, host).catch(async (error: unknown) => {
    await removeOscConfig(file)
    throw error
  })
  host.log.info(`osc ${version} talks to ${account.apiurl} as ${username}`)
  return { 'osc-version': version, 'config-path': file }
}
