import { execFileSync } from 'node:child_process'

/** A real git repository in a folder, as a person whom the machine's config does not matter to. */
export interface Repository {
  /** Runs git: what it printed. */
  readonly git: (...args: readonly string[]) => string
  /** Commits nothing: the commit. Times are seconds since the epoch, each 100 after the one before. */
  readonly commit: (message: string) => string
  /** Makes a tag with a message. */
  readonly tag: (name: string, message: string) => void
}

/** Makes a repository with the branch main. */
export function makeRepository(folder: string): Repository {
  let time = 1_600_000_000
  const git = (...args: readonly string[]): string => {
    time += 100
    const date = `${time} +0000`
    const env = { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date, GIT_CONFIG_GLOBAL: '/dev/null' }
    const identity = ['-c', 'user.name=Jane', '-c', 'user.email=jane@example.org', '-c', 'init.defaultBranch=main']
    return execFileSync('git', [...identity, ...args], { cwd: folder, env, stdio: 'pipe' })
      .toString()
      .trim()
  }
  git('init', '--quiet')
  return {
    git,
    commit: (message) => {
      git('commit', '--quiet', '--allow-empty', '--allow-empty-message', '--message', message)
      return git('rev-parse', 'HEAD')
    },
    tag: (name, message) => void git('tag', '--annotate', '--message', message, name),
  }
}
