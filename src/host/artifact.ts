import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../error.js'
import { matchText } from '../glob.js'
import type { Exec } from './exec.js'
import { exists } from './file.js'

/** Folders handed from one job of a workflow to another, as tar archives so that file modes survive. */
export interface Artifacts {
  /** Stores the folder's content under a name. */
  upload(name: string, folder: string): Promise<void>
  /**
   * Unpacks into the folder every artifact whose name matches; `*` stands for any characters.
   * Resolves to the names, sorted; a {@link UserError} when there is none.
   */
  download(pattern: string, folder: string): Promise<readonly string[]>
}

const archive = 'content.tar'

/** Artifacts of the running workflow, by @actions/artifact. It is loaded on first use: it takes 80 ms. */
export function workflowArtifacts(exec: Exec, temp: string): Artifacts {
  const client = async () => new (await import('@actions/artifact')).DefaultArtifactClient()
  return {
    async upload(name, folder) {
      const staging = await stage(temp)
      try {
        const file = join(staging, archive)
        await exec('tar', ['--create', '--sort=name', '--file', file, '--directory', folder, '.'])
        await (await client()).uploadArtifact(name, [file], staging, { compressionLevel: 0 })
      } finally {
        await rm(staging, { recursive: true, force: true })
      }
    },
    async download(pattern, folder) {
      const artifacts = await client()
      const { artifacts: listed } = await artifacts.listArtifacts({ latest: true })
      const wanted = listed.filter(({ name }) => matchText(pattern, name))
      if (wanted.length === 0) {
        const seen = listed.map(({ name }) => name).join(', ') || 'none'
        throw new UserError(`No artifact of this workflow run is named ${pattern}; there are: ${seen}.`)
      }
      await mkdir(folder, { recursive: true })
      for (const { id } of wanted) {
        const staging = await stage(temp)
        try {
          await artifacts.downloadArtifact(id, { path: staging })
          // One of actions/upload-artifact holds the files themselves.
          if (await exists(join(staging, archive)))
            await exec('tar', ['--extract', '--file', join(staging, archive), '--directory', folder])
          else await cp(staging, folder, { recursive: true, verbatimSymlinks: true })
        } finally {
          await rm(staging, { recursive: true, force: true })
        }
      }
      return wanted.map(({ name }) => name).sort()
    },
  }
}

/** Outside a workflow there is nowhere to hand folders to. */
export function noArtifacts(): Artifacts {
  const refuse = () =>
    Promise.reject(
      new UserError(
        'This is no GitHub workflow, and nothing else has artifacts; give a folder itself by `output` or `sources`, and a plan by the path of its file.',
      ),
    )
  return { upload: refuse, download: refuse }
}

async function stage(temp: string): Promise<string> {
  await mkdir(temp, { recursive: true })
  return mkdtemp(join(temp, 'artifact-'))
}
