import { startIssues } from './issues-stand-in.js'

/**
 * The stand-in of GitHub's issues as a process of its own, for workflows: takes repository, token and port, prints its address
 * as a line of JSON, and ends when its parent lets it go, or by a signal.
 */
const [repository = 'owner/project', token = 'right-token', port = '0'] = process.argv.slice(2)
const { api } = await startIssues({ repository, token, port: Number(port) })
process.stdout.write(`${JSON.stringify({ api })}\n`)
process.on('disconnect', () => process.exit())
