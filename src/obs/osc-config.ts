import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as v from 'valibot'
import { ServiceError, UserError } from '../error.js'
import type { Host } from '../host/host.js'
import { identifyProcess, isSameProcess } from '../host/process.js'
import { apiPath, openOsc } from './osc.js'

/** How osc shall authenticate. */
export interface Account {
  readonly apiurl: string
  readonly username: string
  readonly password?: string | undefined
  /** The private key itself, not its path. */
  readonly sshKey?: string | undefined
}

const prefix = 'obs-publish-osc-'
/** Names the process whose config this is, when it ends with that process. */
const ownerFile = 'owner.json'

/**
 * Writes a private osc config (0600, in a new folder of its own); resolves to its path. The password never leaves that file. osc's own repetition of requests is switched off (osc 1.x
 * repeats even a POST that releases), and its session cookies stay in the same folder.
 * @param ownsIt whether the config ends with this process: what one that was killed has left is removed by the next
 */
export async function writeOscConfig(account: Account, host: Host, ownsIt = false): Promise<string> {
  if (ownsIt) await removeLeftConfigs(host)
  const folder = await mkdtemp(join(host.directories.temp, prefix))
  if (ownsIt) {
    const owner = { pid: process.pid, started: (await identifyProcess(process.pid)) ?? '' }
    await writeFile(join(folder, ownerFile), JSON.stringify(owner), { mode: 0o600 })
  }
  const file = join(folder, 'oscrc')
  const lines = [
    '[general]',
    `apiurl = ${account.apiurl}`,
    `cookiejar = ${join(folder, 'cookiejar')}`,
    'http_retries = 0',
    '',
    `[${account.apiurl}]`,
    `user = ${account.username}`,
    ...(account.apiurl.startsWith('http:') ? ['allow_http = 1'] : []),
  ]
  if (account.sshKey !== undefined) {
    const key = join(folder, 'ssh-key')
    await writeFile(key, `${account.sshKey.trim()}\n`, { mode: 0o600 })
    lines.push(`sshkey = ${key}`)
  }
  if (account.password !== undefined) {
    lines.push(`pass = ${account.password}`, 'credentials_mgr_class = osc.credentials.PlaintextConfigFileCredentialsManager')
  }
  await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 })
  return file
}

const ownerShape = v.pipe(v.string(), v.parseJson(), v.object({ pid: v.number(), started: v.string() }))

async function removeLeftConfigs(host: Host): Promise<void> {
  const names = await readdir(host.directories.temp).catch(() => [])
  for (const name of names.filter((each) => each.startsWith(prefix))) {
    const folder = join(host.directories.temp, name)
    const owner = v.safeParse(ownerShape, await readFile(join(folder, ownerFile), 'utf8').catch(() => undefined))
    if (!owner.success || (await isSameProcess(owner.output))) continue
    host.log.info(`removing ${folder}, which a run that was killed has left`)
    await rm(folder, { recursive: true, force: true })
  }
}

/** Removes a config that {@link writeOscConfig} wrote, with its folder. */
export async function removeOscConfig(file: string): Promise<void> {
  await rm(dirname(file), { recursive: true, force: true })
}

/** Asks OBS who we are; throws a UserError when it does not accept the account. */
export async function checkAccount({ apiurl, username }: Account, config: string, host: Host): Promise<void> {
  const answer = await openOsc(host, { config, apiurl })
    .read(apiPath(['person', username]))
    .catch((error: unknown) => {
      // osc names the path alone, and the first request of a job is where a wrong address shows.
      if (error instanceof ServiceError && error.status === undefined)
        throw new ServiceError({ url: apiurl, reason: 'no connection', hint: 'check the input `apiurl`, or try later' })
      if (error instanceof ServiceError && error.message.includes('web page'))
        throw new ServiceError({
          url: apiurl,
          status: error.status,
          reason: 'a web page',
          hint: 'check the input `apiurl`: an API of OBS, such as https://api.opensuse.org, answers in XML',
        })
      throw error
    })
  if (answer === undefined) throw new UserError(`${apiurl} does not know the user ${username}.`)
}
