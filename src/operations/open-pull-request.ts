import { resolve } from 'node:path'
import { artifactInput } from '../declaration/common.js'
import { list, text } from '../declaration/input.js'
import { operation, output, showOutput } from '../declaration/operation.js'
import { UserError } from '../error.js'
import { readPlace } from '../github/place.js'
import { proposeChange } from '../github/proposal.js'
import { exists, readNamedFile } from '../host/file.js'

/** Proposes files of the checkout to the repository. */
export const openPullRequest = operation({
  name: 'open-pull-request',
  summary: 'Open a pull request with files of the checkout, or bring the one that is open up to date.',
  inputs: {
    files: list({ description: 'The files, by their paths in the repository, as they are in the checkout now.' }),
    subject: text({
      required: true,
      description: 'What it is about, such as "stable 1.2.3": one open pull request for each, found again by this text.',
    }),
    title: text({ required: true, description: 'Its title, and the message of the commit.' }),
    body: text({ default: '', description: 'Its text, as Markdown.' }),
    artifact: artifactInput('Download the files from the artifact of this name first.'),
    commit: text({
      description:
        'The commit that the files were changed from, so that what came in between stays. Default: the newest of the branch.',
    }),
    base: text({ description: 'The branch that it is for. Default: that of the repository.' }),
    repository: text({ description: 'Where it is opened, as owner/name. Default: the repository of the workflow.' }),
    token: text({
      secret: true,
      actionDefault: '${{ github.token }}',
      description:
        'A token that may do so: that of the job after `permissions: { contents: write, pull-requests: write }`, which starts no workflow on the pull request; that of a GitHub App does. A command takes the variable GITHUB_TOKEN by default.',
    }),
  },
  outputs: {
    number: output<number>('Its number; 0 when the branch has these files already.'),
    url: output('Its page.'),
    branch: output('The branch it is from.'),
    changed: output<boolean>('Whether anything of it is new.'),
  },
  resumption: 'the same command looks for the pull request before it opens one',
  async run({ inputs, host, set }) {
    const { place, problems } = readPlace(inputs, 'contents: write, pull-requests: write', host)
    if (problems.length === 0 && inputs.artifact !== undefined)
      await host.artifacts.download(inputs.artifact, host.directories.work)
    const files: Record<string, Buffer> = {}
    for (const name of inputs.files) {
      const file = resolve(host.directories.work, name)
      if (/^\/|(?:^|\/)\.\.?(?:\/|$)/.test(name))
        problems.push(`Input \`files\` names ${name}; give paths from the root of the repository.`)
      else if (!(await exists(file))) problems.push(`Input \`files\` names ${name}, which is not there.`)
      else files[name] = await readNamedFile(file)
    }
    if (inputs.files.length === 0) problems.push('Input `files` names no file.')
    if (problems.length > 0) throw new UserError(problems.map((message) => ({ message })))
    const { subject, title, body, base, commit } = inputs
    const proposed = await proposeChange({ subject, title, body, base, commit, files }, place, host)
    if (proposed === undefined) {
      host.log.info('the branch has these files already, so nothing is proposed')
      return set({ number: 0, url: '', branch: '', changed: false })
    }
    host.log.info(`${proposed.changed ? 'proposed' : 'was proposed already'}: ${proposed.url}`)
    set(proposed)
  },
  report: ({ url, changed = false }) =>
    showOutput(url) === ''
      ? 'The branch has these files already.'
      : `${changed ? 'Proposed' : 'Was proposed already'}: ${showOutput(url)}`,
})
