import { integer, list, path } from '../declaration/input.js'
import { operation, output } from '../declaration/operation.js'
import { UserError } from '../error.js'
import { listReleaseLines, type ReleaseLine } from '../plan/release-line.js'
import { readHistory, requireTags } from '../project/checkout.js'
import { loadConfig } from '../project/config-file.js'
import { renderTable } from '../report/table.js'

/** Says what the tags of a project promise to users. */
export const listVersions = operation({
  name: 'list-versions',
  summary: 'List the newest version of each channel and minor, by the tags of the checkout.',
  inputs: {
    config: path({ description: 'The packages.yaml, or the name of a preset such as kubernetes. Default: packages.yaml.' }),
    channels: list({ description: 'Only these channels. Default: all of the config.' }),
    newest: integer({ default: '0', description: 'Only so many minors of each channel, the newest ones; 0 means all.' }),
  },
  outputs: {
    versions: output<readonly ReleaseLine[]>(
      'A row for each, as JSON: version, channel, minor, and the OBS project that publishes it.',
    ),
    count: output<number>('How many there are.'),
    apiurl: output('The API of the OBS instance that the config names.'),
  },
  async run({ inputs, host, set }) {
    const { config } = await loadConfig(inputs.config, host)
    const unknown = inputs.channels.find((name) => !Object.hasOwn(config.channels, name))
    if (unknown !== undefined)
      throw new UserError(`Input \`channels\` has ${unknown}; the config has ${Object.keys(config.channels).join(', ')}.`)
    await requireTags(host, 'The list of versions')
    const { tags } = await readHistory(host, false, config.versions, config.tag)
    const versions = listReleaseLines(
      config,
      tags.map(({ version }) => version),
      inputs.newest,
    ).filter(({ channel }) => inputs.channels.length === 0 || inputs.channels.includes(channel))
    if (versions.length === 0) host.log.warning('No tag of the checkout is a version of any of these channels.')
    set({ versions, count: versions.length, apiurl: config.obs.apiurl })
  },
  report: ({ versions = [] }) =>
    versions.length === 0
      ? 'No tag is a version of these channels.'
      : `### Newest versions\n\n${renderTable(
          ['Channel', 'Minor', 'Newest version'],
          versions.map(({ channel, minor, version }) => [channel, minor, version]),
        )}`,
})
