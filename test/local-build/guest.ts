import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What a script did in a guest. */
export interface Guest {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs a shell script as root in a chroot that begins as a copy of this machine and is thrown away: an overlay whose
 * changes live in memory. The script is the only one to see it.
 */
export async function runInGuest(script: string): Promise<Guest> {
  const folder = await mkdtemp(join(tmpdir(), 'guest-'))
  const steps = [
    // Within a chroot the root is no mount that could be made private; there the mounts are taken back at the end.
    'mount --make-rprivate / 2>/dev/null || true',
    `mount -t tmpfs guest ${folder}`,
    `trap 'cd / && umount --recursive --lazy ${folder}' EXIT`,
    `cd ${folder} && mkdir upper work root`,
    'mount -t overlay overlay -o lowerdir=/,upperdir=upper,workdir=work root',
    'mount --bind /tmp root/tmp && mount -t proc proc root/proc && mount --bind /dev root/dev',
    'chroot root sh -e',
  ]
  try {
    const { status, stdout, stderr } = spawnSync(
      'unshare',
      ['--mount', '--propagation', 'unchanged', 'sh', '-e', '-c', steps.join('\n')],
      {
        input: script,
        encoding: 'utf8',
        env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
      },
    )
    return { code: status, stdout, stderr }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
