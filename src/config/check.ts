import { checkArchitectures } from './check/architecture.js'
import { checkBuilders } from './check/builder.js'
import { checkChannels } from './check/channel.js'
import { checkFiles } from './check/file.js'
import type { Finding } from './check/finding.js'
import { checkRanges } from './check/range.js'
import { checkTemplates } from './check/template.js'
import type { Config } from './schema.js'

/** Finds everything wrong with a config of the right shape. */
export function checkConfig(config: Config): readonly Finding[] {
  return [checkTemplates, checkChannels, checkArchitectures, checkBuilders, checkRanges, checkFiles].flatMap((check) =>
    check(config),
  )
}
