import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ToolError } from '../error.js'
import type { ExecResult } from '../host/exec.js'
import type { Host } from '../host/host.js'
import { escapeXml } from '../xml.js'
import { lacksAccount, noCredentials, oscVariables } from './osc-account.js'
import type { Answer, OscOptions, OscRequest, Silence, Transport } from './osc-transport.js'

/** A transport for an osc that cannot be kept open: it starts `osc api` for each request. */
export function openProgram(host: Host, { apiurl, config }: OscOptions): Transport {
  const run = async ({ method, path, timeout, into }: OscRequest, file: string | undefined): Promise<Answer | Silence> => {
    const instance = apiurl === undefined ? [] : ['-A', apiurl]
    const words = [...instance, 'api', '-X', method, ...(file === undefined ? [] : ['-T', file]), path]
    // What is no text goes past us: the shell knows the file's path as its own name, and osc's words as its arguments.
    const [program, args] = into === undefined ? ['osc', words] : ['sh', ['-c', 'exec osc "$@" > "$0"', into, ...words]]
    const result = await host.exec(program, args, {
      inherit: oscVariables,
      timeout,
      ...(config === undefined ? {} : { env: { OSC_CONFIG: config } }),
      allow: 'any',
      hint: 'install osc with the operation setup-osc',
    })
    return readAnswer(path, result, apiurl)
  }
  return {
    user: undefined,
    apiurl,
    async send(request) {
      if (request.text === undefined) return run(request, request.file)
      const folder = await mkdtemp(join(host.directories.temp, 'osc-'))
      try {
        const file = join(folder, 'body.xml')
        await writeFile(file, request.text)
        return await run(request, file)
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
  }
}

/**
 * What `osc api` has printed as the answer it stands for: osc shows of a refusal its status and words, not its body.
 * @throws UserError when osc has no account, ToolError for anything that is no answer and no lack of one
 */
export function readAnswer(path: string, { code, stdout, stderr }: ExecResult, apiurl?: string): Answer | Silence {
  if (code === 0) return { status: 200, headers: {}, body: stdout }
  const status = /HTTP Error (\d{3})/.exec(stderr)?.[1]
  if (status !== undefined) {
    const text = `${stderr}\n${stdout}`
    const told = text.split('\n').filter((line) => !/^\s*(Server returned|<|$)/.test(line))
    const summary = /<summary>([\s\S]*?)<\/summary>/.exec(text)?.[1] ?? escapeXml(told.map((line) => line.trim()).join(' '))
    return { status: Number(status), headers: {}, body: `<status code="unknown"><summary>${summary}</summary></status>` }
  }
  if (code === 124) return { silence: 'the request did not end in time' }
  if (lacksAccount.test(`${stderr}\n${stdout}`)) throw noCredentials(apiurl)
  if (/Connection|refused|resolve|timed out|urlopen|reset|SSL|IncompleteRead/i.test(stderr))
    return { silence: stderr.trim().split('\n').at(-1)?.trim() ?? 'no connection' }
  throw new ToolError({ command: `osc api ${path}`, code, stderr })
}
