import { checkArchitectures } from './check/architecture.js';
import { checkBuilders } from './check/builder.js';
import { checkChannels } from './check/channel.js';
import { checkFiles } from './check/file.js';
import { checkRanges } from './check/range.js';
import { checkTemplates } from './check/template.js';
/** Finds everything wrong with a config of the right shape. */
export function checkConfig(config) {
    return [checkTemplates, checkChannels, checkArchitectures, checkBuilders, checkRanges, checkFiles].flatMap((check) => check(config));
}
