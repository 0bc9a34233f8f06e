import { readdir, readlink, stat } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { isGlob, matcher } from '../glob.js'

/** Something of a folder that is taken as a whole. */
export interface TreeNode {
  /** Its path below the folder. */
  readonly name: string
  readonly type: 'file' | 'link' | 'folder'
  readonly file: string
  readonly executable: boolean
  /** Where a link leads. */
  readonly target?: string
}

/**
 * What of a folder a pattern means, sorted by name: of `**` everything, empty folders too. A string is why it cannot be
 * packed, to stand after the name of the folder.
 */
export async function walkTree(folder: string, pattern: string): Promise<readonly TreeNode[] | string> {
  const matches = matcher(pattern)
  const found: TreeNode[] = []
  const pending = ['']
  for (const below of pending) {
    for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
      const name = posix.join(below, entry.name)
      const file = join(folder, name)
      const isDeep = pattern.startsWith('**')
      if (entry.isDirectory()) {
        if (isDeep) pending.push(name)
        else if (matches(name)) return leftOut(name, pattern)
        if (pattern === '**') found.push({ name, type: 'folder', file, executable: false })
        continue
      }
      if (!matches(name)) continue
      if (entry.isSymbolicLink()) {
        const target = await readlink(file)
        if (leadsOut(name, target)) return `has ${name} as a link to ${target}, which leads out of it`
        found.push({ name, type: 'link', file, executable: false, target })
      } else if (entry.isFile()) {
        const { mode } = await stat(file)
        found.push({ name, type: 'file', file, executable: (mode & 0o100) !== 0 })
      } else return `has ${name}, which is no file, folder or link`
    }
  }
  if (found.length === 0) return `has nothing that is ${pattern}`
  return found.sort((left, right) => (left.name < right.name ? -1 : 1))
}

/** What is wrong with a pattern that means a folder, which would stay behind. */
export function leftOut(name: string, pattern: string): string {
  const advice = /(?:^|\/)\*$/.test(pattern) ? `${pattern}*` : 'a pattern with ** such as folder/**'
  return `has the folder ${name}, which ${pattern} leaves out; write ${advice} to take what is in folders too, or a pattern that does not mean it`
}

/** Whether a link in a tree leads out of it. */
export function leadsOut(name: string, target: string): boolean {
  const end = posix.normalize(posix.join(posix.dirname(name), target))
  return posix.isAbsolute(target) || end === '..' || end.startsWith('../')
}

/** What of a tree's names the list of files of a spec cannot hold; undefined when it can. */
export function judgeName(name: string): string | undefined {
  return /^[A-Za-z0-9@+=:,._~/-]+$/.test(name) && !isGlob(name)
    ? undefined
    : `has ${JSON.stringify(name)}, whose name holds other characters than letters, digits and @ + = : , . _ ~ -; rename it, or take the whole folder to a path that does not end in a slash`
}
