import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { UserError } from '../error.js'
import { exists, hashBytes, isFolder, readNamedFile } from '../host/file.js'
import type { Host } from '../host/host.js'
import type { Plan } from '../plan/plan.js'
import { listFiles, mapPaths, parsePlan } from '../plan/transport.js'

/** In place of folders that lie elsewhere in another job: the suite's own, and that of the plan's file. */
const suiteFolder = '{suite}/'
const planFolder = '{plan}/'

/** The plan itself in its artifact. */
export const planFile = 'plan.json'
const artifactPrefix = 'artifact:'

/** Reads the input `plan`; the paths in the result are absolute. Throws a {@link UserError}. */
export async function openPlan(given: string, host: Host): Promise<Plan> {
  if (given.trimStart().startsWith('{'))
    return settle(parsePlan(given, 'Input `plan`', host.version), host.directories.work, host)
  if (given.startsWith(artifactPrefix)) {
    const name = given.slice(artifactPrefix.length)
    await mkdir(host.directories.temp, { recursive: true })
    // It is needed as long as the job is: its files go into tarballs.
    const folder = await mkdtemp(join(host.directories.temp, 'plan-'))
    await host.artifacts.download(name, folder)
    if (!(await exists(join(folder, planFile))))
      throw new UserError(`Artifact ${name} holds no plan: give the name by which the operation plan uploaded it.`)
    return readPlanFile(join(folder, planFile), `Artifact ${name}`, host)
  }
  const file = resolve(host.directories.work, given)
  if (!(await exists(file)))
    throw new UserError(`Input \`plan\` is neither JSON nor a file: there is no ${file}; give artifact:NAME for an artifact.`)
  return readPlanFile(file, file, host)
}

/** The plan as other jobs can read it, where it lies beside the same checkout. */
export function toPortable(plan: Plan, host: Host): Plan {
  const { work, suite } = host.directories
  return mapPaths(plan, (path) => {
    const own = inside(suite, path)
    // A checkout of the suite itself is first of all a checkout.
    const local = inside(work, path)
    return local ?? (own === undefined ? path : `${suiteFolder}${own}`)
  })
}

/** A name for a plan: where it builds, the version, and a digest of all of it, without characters that artifacts must not have. */
export function identifyPlan(plan: Plan): string {
  const { buildProject, version } = plan
  return `${buildProject}-${version.package}-${hashBytes(JSON.stringify(plan), 'sha256').slice(0, 8)}`.replace(/[^\w.+~-]+/g, '-')
}

/** Uploads a plan with every small file that it names, so that a job without a checkout has all that it needs. */
export async function uploadPlan(plan: Plan, name: string, host: Host): Promise<void> {
  await mkdir(host.directories.temp, { recursive: true })
  const folder = await mkdtemp(join(host.directories.temp, 'plan-'))
  try {
    const places = new Map<string, string>()
    const trees = new Set(
      plan.packages.flatMap(({ files }) => files.flatMap((each) => (each.kind === 'tree' ? each.content.file : []))),
    )
    for (const [index, file] of listFiles(plan).entries()) {
      // What is missing or a folder in place of a file is told by whoever needs it.
      if (!(await exists(file)) || ((await isFolder(file)) && !trees.has(file))) continue
      const place = join('files', String(index), basename(file))
      await mkdir(dirname(join(folder, place)), { recursive: true })
      await cp(file, join(folder, place), { recursive: true, verbatimSymlinks: true })
      places.set(file, `${planFolder}${place}`)
    }
    const moved = mapPaths(plan, (file) => places.get(file) ?? file, 'small')
    await writeFile(join(folder, planFile), `${JSON.stringify(toPortable(moved, host))}\n`)
    await host.artifacts.upload(name, folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function readPlanFile(file: string, shown: string, host: Host): Promise<Plan> {
  return settle(parsePlan((await readNamedFile(file)).toString(), shown, host.version), dirname(file), host)
}

function settle(plan: Plan, folder: string, host: Host): Plan {
  const { work, suite } = host.directories
  return mapPaths(plan, (path) => {
    if (path.startsWith(suiteFolder)) return join(suite, path.slice(suiteFolder.length))
    return path.startsWith(planFolder) ? join(folder, path.slice(planFolder.length)) : resolve(work, path)
  })
}

/** The path from a folder to something inside it; undefined for what is elsewhere. */
function inside(folder: string, path: string): string | undefined {
  if (!isAbsolute(path)) return path
  const way = relative(folder, path)
  // A name may begin with two dots.
  return way === '..' || way.startsWith('../') ? undefined : way || '.'
}
