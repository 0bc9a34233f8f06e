// Judges one case of the corpus in a process of its own. Usage: node corpus-worker.mjs <build> <folder> <question as JSON>
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'

const [build, folder, text] = process.argv.slice(2)
const { systemHost } = await import(join(build, 'src', 'host', 'system.js'))
const { judge } = await import(join(build, 'test', 'verify', 'corpus', 'judge.js'))

const quiet = () => undefined
const log = { debug: quiet, info: quiet, warning: quiet, error: quiet, mask: quiet, group: (_, step) => step() }
const directories = Object.fromEntries(['work', 'temp', 'cache', 'suite'].map((name) => [name, join(folder, name)]))
for (const each of Object.values(directories)) mkdirSync(each, { recursive: true })
const env = { ...process.env, TMPDIR: directories.temp }
const host = systemHost({ log, env, directories, version: '0', onExport: quiet, onPath: quiet })
const { request, ...question } = JSON.parse(text)
const asked = request.checks === undefined ? request : { ...request, checks: new Set(request.checks) }
await judge({ ...question, request: asked.noKey ? { ...asked, key: undefined } : asked }, host)
