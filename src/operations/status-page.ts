import { join, resolve } from 'node:path'
import { list, path, text } from '../declaration/input.js'
import { operation, output, showOutput } from '../declaration/operation.js'
import { UserError } from '../error.js'
import { exists, readNamedFile, writeWhole } from '../host/file.js'
import type { Host } from '../host/host.js'
import { readReports } from '../project/report-files.js'
import { stateMarks } from '../report/state-marks.js'
import { count } from '../plural.js'
import { judgeLines } from '../status/overview.js'
import { renderSite } from '../status/site.js'
import { readSiteReports } from '../status/site-report.js'
import { readStatus } from '../status/status-shape.js'
import { updateStatus } from '../status/update.js'
import type { State } from '../verify/request.js'

/** Writes what users want to know of published repositories as a site. */
export const statusPage = operation({
  name: 'status-page',
  summary: 'Write a site that tells what can be installed from where, whether it is sound, and what happened.',
  inputs: {
    reports: list({
      description:
        'What verify-repo, publish and report-run print with `--json`, what these upload as `report-artifact`, and promote as `artifact`: files, folders, patterns, or artifact:NAME with * for several.',
    }),
    earlier: text({
      description:
        'The status.json of the site as it was, by its path or address: its history goes on. Where none is, the history begins. Default: none.',
    }),
    output: path({ default: 'status-page', description: 'The folder to write into; nothing in it is removed.' }),
    title: text({ default: 'Packages', description: 'What the site is called.' }),
    url: text({ description: 'Where the site will lie; its feed says so. Default: unknown.' }),
  },
  outputs: {
    directory: output('The absolute path of the folder, with index.html, feed.xml and status.json in it.'),
    pages: output<number>('How many pages there are.'),
    state: output<State>('The worst that is known of a newest version: failed, unproved, warning or passed.'),
  },
  async run({ inputs, host, set }) {
    const { reports, earlier, title } = inputs
    const url = readUrl(inputs.url)
    const before = readStatus(await readEarlier(earlier, host), `Input \`earlier\`: ${earlier ?? 'nothing'}`)
    const texts = await readReports(reports, host)
    const read = texts.flatMap(({ text: report, from }, index) => readSiteReports(report, index + 1, from))
    if (read.length === 0 && before.lines.length === 0)
      throw new UserError('Input `reports` names no report, and there is no earlier site: there is nothing to tell.')
    const status = updateStatus(before, read)
    const folder = resolve(host.directories.work, inputs.output)
    const now = host.clock.now()
    const files = renderSite(status, { title, now, version: host.version }, url)
    for (const { path: name, text: content } of files) await writeWhole(join(folder, name), content)
    set({
      directory: folder,
      pages: files.filter(({ path: name }) => name.endsWith('.html')).length,
      state: judgeLines(status.lines, now),
    })
    host.log.info(`${count(read.length, 'report')} told in ${folder}`)
  },
  report: ({ directory, pages = 0, state = 'unproved' }) =>
    directory === undefined
      ? 'No site was written.'
      : `### ${stateMarks[state]} Status page written, the worst newest version: ${state}\n\n${count(pages, 'page')} in ${showOutput(directory)}.`,
})

/** The text of an earlier site's status; undefined where none is. A server that fails is no place without one. */
async function readEarlier(given: string | undefined, host: Host): Promise<string | undefined> {
  if (given === undefined) return undefined
  if (/^https?:\/\//i.test(given)) {
    const found = await host.http.bytes(given)
    if (found === undefined) host.log.warning(`There is no ${given}, so the history begins now.`)
    return found?.toString('utf8')
  }
  const file = resolve(host.directories.work, given)
  if (await exists(file)) return (await readNamedFile(file)).toString('utf8')
  host.log.warning(`There is no ${file}, so the history begins now.`)
  return undefined
}

function readUrl(given: string | undefined): string | undefined {
  if (given === undefined) return undefined
  if (!/^https?:\/\/[^\s<>"']+$/.test(given))
    throw new UserError('Input `url` must be the address of the site, which begins with https://.')
  return given.endsWith('/') ? given : `${given}/`
}
