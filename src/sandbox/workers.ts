import { mkdir, readFile, symlink, rm, chmod } from 'node:fs/promises'
import { join } from 'node:path'
import type { Host } from '../host/host.js'
import { fetchBytes } from './backend.js'
import type { Layout } from './layout.js'
import { startDaemon } from './daemon.js'

/** Memory that the builds of one worker may take before the tmpfs is full; pages are used only when written. */
const tmpfsPerWorker = 3

/** Starts workers that build in a chroot, in memory where that can be mounted. */
export async function startWorkers(layout: Layout, count: number, repositoryPort: number, host: Host): Promise<void> {
  await mountWorkers(layout, count, host)
  const cache = join(layout.workers, 'cache')
  await mkdir(cache, { recursive: true })
  await Promise.all(Array.from({ length: count }, (_, index) => prepareWorker(layout, index + 1, repositoryPort, host)))
  for (let index = 1; index <= count; index++) {
    const home = join(layout.workers, String(index))
    await startDaemon(layout, {
      name: `worker-${index}`,
      program: join(home, 'boot', 'bs_worker'),
      args: [
        ...['--root', join(home, 'root'), '--statedir', join(home, 'state'), '--id', `sandbox:${index}`],
        ...['--reposerver', `http://127.0.0.1:${repositoryPort}`, '--jobs', '1', '--cachedir', cache, '--cachesize', '2000'],
      ],
      cwd: join(home, 'boot'),
      log: join(layout.logs, `worker-${index}.log`),
      env: { HOME: '/root' },
    })
  }
}

/** Fetches the worker's program from the repository server, as Debian's service of a worker does. */
async function prepareWorker(layout: Layout, index: number, repositoryPort: number, host: Host): Promise<void> {
  const home = join(layout.workers, String(index))
  for (const folder of ['boot', 'root', 'state']) await mkdir(join(home, folder), { recursive: true })
  const code = await fetchBytes(repositoryPort, '/getworkercode')
  await host.exec('cpio', ['-idm', '--quiet'], { cwd: join(home, 'boot'), input: code })
  await chmod(join(home, 'boot', 'bs_worker'), 0o755)
  await rm(join(home, 'boot', 'XML'), { recursive: true, force: true })
  await symlink('.', join(home, 'boot', 'XML'))
}

async function mountWorkers(layout: Layout, count: number, host: Host): Promise<void> {
  await mkdir(layout.workers, { recursive: true })
  const options = `size=${tmpfsPerWorker * count}g,mode=755`
  const { code } = await host.exec('mount', ['-t', 'tmpfs', '-o', options, 'obs-sandbox', layout.workers], { allow: 'any' })
  if (code !== 0)
    host.log.info(`No tmpfs can be mounted here, so builds run in the plain folder ${layout.workers} and take longer`)
}

/** Takes every mount below the instance away, deepest first; resolves to those that stayed. */
export async function unmountAll(layout: Layout, host: Host): Promise<string[]> {
  for (const mount of (await listMounts(layout)).toReversed()) await host.exec('umount', [mount], { allow: 'any' })
  for (const mount of (await listMounts(layout)).toReversed()) await host.exec('umount', ['-l', mount], { allow: 'any' })
  return listMounts(layout)
}

/** The mount points below the instance, in the order they were made (proc(5), mountinfo). */
async function listMounts(layout: Layout): Promise<string[]> {
  const text = await readFile('/proc/self/mountinfo', 'utf8')
  const points = text
    .split('\n')
    .map((line) =>
      (line.split(' ')[4] ?? '').replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8))),
    )
  return points.filter((point) => point.startsWith(`${layout.root}/`))
}
