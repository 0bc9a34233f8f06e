import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError, WorkError } from '../error.js'
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
  /** Stores an artifact of another run under a name here, as it is: nothing in it is unpacked that was packed by `upload`. */
  copy(name: string, from: ForeignArtifact): Promise<void>
}

/** An artifact of another run, and a token that may read it. */
export interface ForeignArtifact {
  readonly id: number
  readonly run: number
  /** As `owner/name`. */
  readonly repository: string
  readonly token: string
  /** `sha256:…` of what is fetched. */
  readonly digest?: string | undefined
}

const archive = 'content.tar'

/** Artifacts of the running workflow, by @actions/artifact. It is loaded on first use: it takes 80 ms. */
export function workflowArtifacts(exec: Exec, temp: string): Artifacts {
  const client = async () => new (await import('@actions/artifact')).DefaultArtifactClient()
  const upload: Artifacts['upload'] = async (name, folder) => {
    const staging = await stage(temp)
    try {
      const file = join(staging, archive)
      await exec('tar', ['--create', '--sort=name', '--file', file, '--directory', folder, '.'])
      await (await client()).uploadArtifact(name, [file], staging, { compressionLevel: 0 })
    } finally {
      await rm(staging, { recursive: true, force: true })
    }
  }
  return {
    upload,
    async copy(name, { id, run, repository, token, digest }) {
      const [repositoryOwner = '', repositoryName = ''] = repository.split('/')
      const staging = await stage(temp)
      try {
        const artifacts = await client()
        const { digestMismatch = false } = await artifacts.downloadArtifact(id, {
          path: staging,
          findBy: { token, workflowRunId: run, repositoryOwner, repositoryName },
          ...(digest === undefined ? {} : { expectedHash: digest }),
        })
        if (digestMismatch)
          throw new WorkError(`What arrived of artifact ${name} of run ${run} is not what ${digest} says; start this job again.`)
        const file = join(staging, archive)
        if (await exists(file)) await artifacts.uploadArtifact(name, [file], staging, { compressionLevel: 0 })
        else await upload(name, staging)
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
  return { upload: refuse, download: refuse, copy: refuse }
}

async function stage(temp: string): Promise<string> {
  await mkdir(temp, { recursive: true })
  return mkdtemp(join(temp, 'artifact-'))
}
