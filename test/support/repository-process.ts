import { writeFileSync } from 'node:fs'
import { startRepository } from './repository-stand-in.js'

/**
 * The stand-in of a repository on GitHub as a process of its own, for workflows: takes repository, token, port and a file to
 * which it writes what it holds after each change; prints its address as a line of JSON, and ends when its parent lets it go, or
 * by a signal.
 */
const [repository = 'owner/project', token = 'right-token', port = '0', state] = process.argv.slice(2)
const standIn = await startRepository({ repository, token, port: Number(port) })
const { api, branches, proposals, issues } = standIn
if (state !== undefined)
  setInterval(() => {
    const files = Object.fromEntries(
      [...branches].map(([name, all]) => [name, Object.fromEntries([...all].map(([path, text]) => [path, text.toString()]))]),
    )
    writeFileSync(
      state,
      JSON.stringify({ files, proposals, comments: issues.map(({ number, comments }) => ({ number, comments })) }),
    )
  }, 200).unref()
process.stdout.write(`${JSON.stringify({ api })}\n`)
process.on('disconnect', () => process.exit())
