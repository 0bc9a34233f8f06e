import { showOutput } from '../declaration/operation.js'
import { join } from 'node:path'
import { writeWhole } from '../host/file.js'
import type { Host } from '../host/host.js'
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
    const source = ['Types: deb', `URIs: ${base}/deb/`, 'Suites: /', `Signed-By: ${key}`].join('\n')
    const repo = [
      `[${name}]`,
      `name=${project}`,
      `baseurl=${base}/rpm/`,
      'enabled=1',
      'gpgcheck=1',
      'repo_gpgcheck=1',
      `gpgkey=file://${key}`,
    ].join('\n')
    await writeWhole(join(directory, 'client', `${name}.sources`), `${source}\n`)
    await writeWhole(join(directory, 'client', `${name}.repo`), `${repo}\n`)
    parts.push(
      `### ${project}`,
      `${join(directory, 'client', `${name}.sources`)}:`,
      fence(source),
      `${join(directory, 'client', `${name}.repo`)}:`,
      fence(repo),
    )
  }
  return parts.join('\n\n')
}

function fence(text: string): string {
  return ['```', text, '```'].join('\n')
}
