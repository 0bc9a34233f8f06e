import { mkdir } from 'node:fs/promises'
import { findProgram } from '../../host/exec.js'
import type { Host } from '../../host/host.js'
import { runConfined, type Ground } from './confinement.js'
import { quote } from './trial.js'

/** An empty root for rpms. */
export interface RpmGround {
  readonly ground: Ground
  /** Why no script can run in it. */
  readonly obstacle: string | undefined
  /** A busybox that runs where nothing else is, or why there is none. */
  readonly busybox: { readonly file: string } | { readonly problem: string }
}

/** Finds out whether this machine gives a root namespaces of its own, and whether its busybox runs where nothing else is. */
export async function findRpmGround(folder: string, host: Host): Promise<RpmGround> {
  await mkdir(folder, { recursive: true })
  const file = await findProgram('busybox', host.env['PATH'] ?? '')
  const script = `mkdir "$R/bin" && cp ${quote(file ?? '')} "$R/bin/busybox" && chroot "$R" /bin/busybox true`
  let obstacle = ''
  for (const confined of [true, false]) {
    const ground: Ground = { kind: 'empty', lower: '', confined }
    const tried = await runConfined(ground, [{ inside: false, script }], folder, undefined, host)
    if ('problem' in tried) obstacle = tried.problem
    else {
      const works = file !== undefined && tried.results[0]?.code === 0
      const fault = file === undefined ? 'busybox is not installed' : `${file} needs libraries`
      return { ground, obstacle: undefined, busybox: works ? { file } : { problem: `${fault}: apt-get install busybox-static` } }
    }
  }
  const ground: Ground = { kind: 'empty', lower: '', confined: false }
  return { ground, obstacle: `this machine lets nobody make a root: ${obstacle}`, busybox: { problem: obstacle } }
}
