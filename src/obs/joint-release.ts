import { ServiceError, WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import { childrenOf, parseXml } from '../xml.js'
import { apiPath, type Osc } from './osc.js'

/** How far a release of all packages of a project is. */
export type Progress = 'nothing' | 'something' | 'everything'

/** Milliseconds in which a release whose answer was lost shows its first sign, and in which it ends once it has begun. */
const signTime = 30_000
const copyTime = 120_000
const pause = 2000

/**
 * Releases all packages of a project by one request, so that users get all of them at once. A {@link WorkError} when the
 * project holds others, which would be released as well. A request whose answer was lost is looked for and not made again.
 */
export async function releaseTogether(
  project: string,
  names: readonly string[],
  look: () => Promise<Progress>,
  osc: Osc,
  host: Host,
): Promise<void> {
  const text = await osc.read(apiPath(['source', project]))
  const held = text === undefined ? [] : childrenOf(parseXml(text), 'entry').map(({ attributes }) => attributes['name'] ?? '')
  const strange = held.filter((name) => !name.startsWith('_') && !names.includes(name))
  if (strange.length > 0)
    throw new WorkError(
      `Nothing was released: ${project} holds ${strange.join(', ')} besides, which would be released as well; remove them there, or release all packages of the config.`,
    )
  host.log.info(`releasing ${names.join(', ')} at once`)
  const query = [
    ['cmd', 'release'],
    ['nodelay', '1'],
  ] as const
  try {
    await osc.change('POST', apiPath(['source', project], query))
  } catch (error) {
    if (!(error instanceof ServiceError) || !error.retriable) throw error
    host.log.info(`${error.message}; looking whether the release happened`)
    await settle(error, look, host)
  }
}

async function settle(error: ServiceError, look: () => Promise<Progress>, { clock }: Host): Promise<void> {
  const start = clock.now()
  for (;;) {
    await clock.sleep(pause)
    const progress = await look()
    const waited = clock.now() - start
    if (progress === 'everything') return
    if (progress === 'nothing' && waited >= signTime) throw error
    // What is still lacking is then released by itself.
    if (waited >= copyTime) return
  }
}
