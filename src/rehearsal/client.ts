import { showOutput } from '../declaration/operation.js'
import { join } from 'node:path'
import { writeWhole } from '../host/file.js'
import type { Host } from '../host/host.js'
import { writeAptSource, writeRepo } from '../verify/snippet.js'
import type { Sandbox } from '../sandbox/sandbox.js'
import { stopCommand } from './rehearsal-folder.js'
import type { RehearsedPublication } from './proof.js'

/**
 * Writes what an administrator needs to use the published repositories: the key, a deb822 source and a .repo
 * file for each. Resolves to the text that shows them.
 */
export async function writeClientFiles(
  directory: string,
  publications: readonly RehearsedPublication[],
  sandbox: Sandbox,
  host: Host,
): Promise<string> {
  const projects = new Set(publications.map(({ outputs }) => showOutput(outputs['publish-project'])))
  const parts: string[] = [
    `The private OBS keeps running; its API is ${sandbox.apiurl}. Stop it with:`,
    fence(stopCommand(directory)),
  ]
  for (const project of projects) {
    const base = `${sandbox.downloadUrl}/${project.replaceAll(':', ':/')}`
    const name = project.replaceAll(':', '-')
    const key = join(directory, 'client', `${name}.asc`)
    await writeWhole(key, await host.http.text(`${base}/deb/Release.key`))
    const source = writeAptSource({ uri: `${base}/deb/`, suite: '/', components: [] }, key)
    const repo = writeRepo({ id: name, name: project, url: `${base}/rpm/`, key: `file://${key}` })
    await writeWhole(join(directory, 'client', `${name}.sources`), source)
    await writeWhole(join(directory, 'client', `${name}.repo`), repo)
    parts.push(
      `### ${project}`,
      `${join(directory, 'client', `${name}.sources`)}:`,
      fence(source.trimEnd()),
      `${join(directory, 'client', `${name}.repo`)}:`,
      fence(repo.trimEnd()),
    )
  }
  return parts.join('\n\n')
}

function fence(text: string): string {
  return ['```', text, '```'].join('\n')
}
