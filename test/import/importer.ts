import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parse } from 'yaml'
import { parseInputs } from '../../src/declaration/parse.js'
import { init } from '../../src/operations/init.js'
import type { TestHost } from '../support/host.js'

/** Writes files below the working directory. */
export async function write(host: TestHost, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const file = join(host.directories.work, name)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }
}

/** Runs init; its outputs, and what it failed with. */
export async function run(host: TestHost, inputs: Readonly<Record<string, string>> = {}) {
  const outputs: Record<string, unknown> = {}
  const failure = await init
    .run({
      inputs: parseInputs(init.inputs, inputs),
      host,
      saveState: () => undefined,
      set: (known) => Object.assign(outputs, known),
    })
    .then(
      () => undefined,
      (error: unknown) => String(error),
    )
  return { outputs, failure }
}

/** The config that was written. */
export async function written(
  host: TestHost,
  name = 'packages.yaml',
): Promise<{ text: string; config: { packages: Record<string, unknown> } }> {
  const text = await readFile(join(host.directories.work, name), 'utf8')
  return { text, config: parse(text) as { packages: Record<string, unknown> } } // the shape is what the tests are about
}
