import { ServiceError, UserError } from '../error.js'
import type { Host } from '../host/host.js'
import type { Plan } from '../plan/plan.js'
import { debbuildAdvice } from './debbuild-advice.js'
import { childOf, parseXml } from '../xml.js'
import { apiPath, type Osc } from './osc.js'

const probe = 'Name: probe\nVersion: 1\nRelease: 1\nSummary: Probe\nLicense: MIT\n%description\nProbe\n'

/**
 * Asks OBS whether a build of each deb builder finds debbuild, and throws a {@link UserError} that says what to add when
 * not; mode check only warns. An OBS that does not answer that is no obstacle.
 */
export async function requireDebbuild(plan: Plan, mode: 'check' | 'apply', osc: Osc, host: Host): Promise<void> {
  const missing: string[] = []
  for (const builder of plan.builders) {
    const [architecture] = builder.architectures
    if (builder.format !== 'deb' || architecture === undefined) continue
    if (await lacksDebbuild(plan.buildProject, builder.name, architecture, osc, host)) missing.push(debbuildAdvice(builder))
  }
  if (missing.length === 0) return
  const messages = missing.map((advice) => `${advice}; as it is, OBS finds none.`)
  if (mode === 'apply') throw new UserError(messages.map((message) => ({ message })))
  for (const message of messages) host.log.warning(message)
}

async function lacksDebbuild(project: string, repository: string, architecture: string, osc: Osc, host: Host): Promise<boolean> {
  const path = apiPath(['build', project, repository, architecture, '_repository', '_buildinfo'])
  try {
    const error = childOf(parseXml(await osc.change('POST', path, { text: probe })), 'error')?.text ?? ''
    return error.includes('nothing provides debbuild')
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    host.log.debug(`whether ${repository} has debbuild is not known: ${error.message}`)
    return false
  }
}
