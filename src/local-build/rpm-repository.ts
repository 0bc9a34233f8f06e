import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { signDetached, writePublicKey } from './signer.js'
import type { RepositoryKind } from './repositories.js'

/** A repository for dnf and zypper. */
export const rpmRepository: RepositoryKind = {
  format: 'rpm',
  ending: '.rpm',
  tools: ['createrepo_c'],
  async readTime(folder) {
    const text = await readFile(join(folder, 'repodata', 'repomd.xml'), 'utf8').catch(() => '')
    const revision = Number(/<revision>(\d+)<\/revision>/.exec(text)?.[1] ?? NaN)
    return Number.isNaN(revision) ? undefined : revision
  },
  async write({ folder, time, signer }, host) {
    const repodata = join(folder, 'repodata')
    const revision = ['--revision', String(time), '--set-timestamp-to-revision']
    // By itself it would leave out what it cannot read, and be content.
    const args = ['--quiet', '--error-exit-val', '--no-database', '--retain-old-md', '0', ...revision, folder]
    await host.exec('createrepo_c', args, {
      env: { LC_ALL: 'C.UTF-8', SOURCE_DATE_EPOCH: String(time) },
      hint: `every .rpm below ${folder} must be a sound package`,
    })
    const repomd = join(repodata, 'repomd.xml')
    for (const ending of ['asc', 'key']) await rm(`${repomd}.${ending}`, { force: true })
    if (signer !== undefined) {
      await signDetached(repomd, `${repomd}.asc`, signer, host)
      await writePublicKey(`${repomd}.key`, signer)
    }
    return (await readdir(repodata)).sort().map((name) => join('repodata', name))
  },
}
