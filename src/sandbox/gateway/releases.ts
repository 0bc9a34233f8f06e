import { escapeXml } from '../../xml.js'
import type { Backend } from '../backend.js'
import { Refusal } from './answer.js'
import type { ContainerNaming } from './gateway-config.js'
import { refusals, type Visitor } from './rights.js'
import { fetchProject, parseDirectory, type Project } from './backend-project.js'
import { containerName, planRelease, releasedArchitectures, type ReleaseParameters, type Transfer } from './release-plan.js'

/** The releases of a gateway, one after the other: each target of a release becomes a container of its own second. */
export class Releases {
  readonly #backend: Backend
  readonly #mayWrite: (project: string, visitor: Visitor) => Promise<boolean>
  readonly #namings = new Map<string, ContainerNaming>()
  #naming: ContainerNaming
  #last: Promise<unknown> = Promise.resolve()

  constructor(backend: Backend, naming: ContainerNaming, mayWrite: (project: string, visitor: Visitor) => Promise<boolean>) {
    this.#backend = backend
    this.#naming = naming
    this.#mayWrite = mayWrite
  }

  /** Changes how containers are named: in one publish project, or in all of which nothing else was said. */
  nameContainers(naming: ContainerNaming, project: string | undefined): void {
    if (project === undefined) this.#naming = naming
    else this.#namings.set(project, naming)
  }

  /** Copies sources and binaries of one package; ends when the backend has accepted all of it. */
  async releasePackage(project: string, name: string, request: ReleaseParameters, visitor: Visitor): Promise<void> {
    const source = await fetchProject(this.#backend, project)
    const { status } = await this.#backend.send('GET', `${sourcePath(project, name)}/_meta`)
    if (status === 404) throw new Refusal(404, 'unknown_package', `Package not found: ${project}/${name}`)
    const transfers = planRelease(source, request)
    const targets = await this.#fetchTargets(transfers, request, visitor)
    await this.#queue(() => this.#release(source, name, transfers, targets, request, visitor.login))
  }

  /** Checks the request, then hands out the work on every package, to be awaited (`nodelay`) or left running. */
  async releaseProject(project: string, request: ReleaseParameters, visitor: Visitor): Promise<{ done: Promise<void> }> {
    const source = await fetchProject(this.#backend, project)
    const transfers = planRelease(source, request)
    const targets = await this.#fetchTargets(transfers, request, visitor)
    const names = parseDirectory(await this.#backend.demand('GET', `/source/${encodeURIComponent(project)}`))
    const done = this.#queue(async () => {
      for (const name of names) await this.#release(source, name, transfers, targets, request, visitor.login)
    })
    return { done }
  }

  #queue<T>(step: () => Promise<T>): Promise<T> {
    const next = this.#last.then(step)
    this.#last = next.catch(() => undefined)
    return next
  }

  /** The target projects by name; everything that refuses a release is found here, before anything is copied. */
  async #fetchTargets(
    transfers: readonly Transfer[],
    request: ReleaseParameters,
    visitor: Visitor,
  ): Promise<Map<string, Project>> {
    const targets = new Map<string, Project>()
    for (const { source, targetProject, targetRepository } of transfers) {
      const target = targets.get(targetProject) ?? (await fetchProject(this.#backend, targetProject))
      targets.set(targetProject, target)
      if (!(await this.#mayWrite(targetProject, visitor))) throw refusals.release(targetProject)
      const repository = target.repositories.find((one) => one.name === targetRepository)
      if (repository === undefined)
        throw new Refusal(404, 'unknown_repository', `Invalid target repository ${targetProject}/${targetRepository}`)
      releasedArchitectures(source, repository, request.arch)
    }
    return targets
  }

  async #release(
    source: Project,
    name: string,
    transfers: readonly Transfer[],
    targets: ReadonlyMap<string, Project>,
    request: ReleaseParameters,
    user: string,
  ): Promise<void> {
    const start = Date.now()
    for (const [index, transfer] of transfers.entries()) {
      const { targetProject, targetRepository } = transfer
      const target = targets.get(targetProject)
      const repository = target?.repositories.find((one) => one.name === targetRepository)
      if (target === undefined || repository === undefined) continue
      // The time is taken for each target, in the order in which the repositories were made.
      const time = { clock: Date.now(), single: start, split: start + index * 1000 }[
        this.#namings.get(targetProject) ?? this.#naming
      ]
      const container = target.kind === 'maintenance_release' ? containerName(name, time) : name
      await this.#copySources(source.name, name, targetProject, container, user)
      for (const arch of releasedArchitectures(transfer.source, repository, request.arch)) {
        const query = new URLSearchParams({
          cmd: 'copy',
          oproject: source.name,
          opackage: name,
          orepository: transfer.source.name,
          resign: '1',
        })
        if (request.setrelease !== undefined) query.set('setrelease', request.setrelease)
        const parts = ['build', targetProject, targetRepository, arch, container].map(encodeURIComponent)
        await this.#backend.demand('POST', `/${parts.join('/')}?${query.toString()}`, '')
      }
    }
  }

  async #copySources(project: string, name: string, targetProject: string, targetName: string, user: string): Promise<void> {
    const target = sourcePath(targetProject, targetName)
    if ((await this.#backend.send('GET', `${target}/_meta`)).status === 404) {
      const meta = `<package name="${escapeXml(targetName)}" project="${escapeXml(targetProject)}"><title>${escapeXml(name)}</title><description/></package>`
      await this.#backend.demand('PUT', `${target}/_meta?${new URLSearchParams({ user }).toString()}`, meta)
    }
    const comment = `Release from ${project} / ${name}`
    const query = { cmd: 'copy', user, oproject: project, opackage: name, comment, expand: '1', withvrev: '1', noservice: '1' }
    await this.#backend.demand('POST', `${target}?${new URLSearchParams(query).toString()}`, '')
  }
}

function sourcePath(project: string, name: string): string {
  return `/source/${encodeURIComponent(project)}/${encodeURIComponent(name)}`
}
