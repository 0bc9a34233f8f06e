import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'

/** What a fake program saw of itself. */
export interface Seen {
  readonly program: string
  readonly environment: Readonly<Record<string, string>>
  readonly commandLine: string
}

/**
 * Puts fake programs into a folder for a search path. Each records its environment and command line as /proc tells
 * them to everybody, those of the program that started it too if that is not this process, and then runs its script.
 * Resolves to a function that reads what was recorded.
 */
export async function plantFakePrograms(
  bin: string,
  records: string,
  scripts: Readonly<Record<string, string>>,
): Promise<() => Promise<Seen[]>> {
  await mkdir(bin, { recursive: true })
  await mkdir(records, { recursive: true })
  for (const [program, script] of Object.entries(scripts)) {
    const lines = [
      '#!/bin/sh',
      '# A fake program of a test.',
      `for one in $$ $([ "$PPID" = ${process.pid} ] || echo $PPID); do`,
      '  for part in environ cmdline; do /bin/cat /proc/$one/$part >"' + records + `/${program}.$$.$one.$part"; done`,
      'done',
      script,
    ]
    await writeFile(join(bin, program), `${lines.join('\n')}\n`, { mode: 0o755 })
  }
  return async () => {
    const environs = (await readdir(records)).filter((name) => name.endsWith('.environ')).sort()
    return Promise.all(environs.map((name) => readRecord(join(records, name.replace(/\.environ$/, '')))))
  }
}

async function readRecord(path: string): Promise<Seen> {
  const variables = (await readFile(`${path}.environ`, 'utf8')).split('\0').filter((line) => line !== '')
  const environment = Object.fromEntries(variables.map((line) => [line.replace(/=.*$/s, ''), line.replace(/^.*?=/s, '')]))
  const commandLine = (await readFile(`${path}.cmdline`, 'utf8')).split('\0').join(' ')
  return { program: basename(path).split('.')[0] ?? '', environment, commandLine }
}
