import type { WorkflowRun } from '../support/act.js'
import type { Terminal } from './obs.js'
import type { Project } from './project.js'
import { projectsOf } from './user-repository.js'

/** A project of a user, and a look at OBS. */
export interface Scene {
  readonly project: Project
  readonly terminal: Terminal
}

export interface ChannelState {
  readonly containers: readonly string[] | undefined
  readonly revision: string | undefined
}

/** What OBS has of a channel of hello. */
export async function lookAt({ project, terminal }: Scene, channel: string): Promise<ChannelState> {
  const { build, publish } = projectsOf(project.word, channel)
  return { containers: await terminal.packages(publish), revision: await terminal.revision(build, 'hello') }
}

/** What users can download of a version: the package file of each format and architecture, where there is one. */
export async function publishedFiles({ project, terminal }: Scene, channel: string, version: string): Promise<readonly string[]> {
  const folder = projectsOf(project.word, channel).publish.replaceAll(':', ':/')
  const files = [
    ...['amd64', 'arm64'].map((architecture) => `deb/${architecture}/hello_${version}-1.1_${architecture}.deb`),
    ...['aarch64', 'x86_64'].map((architecture) => `rpm/${architecture}/hello-${version}-1.1.${architecture}.rpm`),
  ]
  const there = await Promise.all(files.map((file) => terminal.published(`${folder}/${file}`)))
  return files.filter((_, index) => there[index] !== undefined)
}

/** All that a version has. */
export function filesOf(version: string): readonly string[] {
  return [
    `deb/amd64/hello_${version}-1.1_amd64.deb`,
    `deb/arm64/hello_${version}-1.1_arm64.deb`,
    `rpm/aarch64/hello-${version}-1.1.aarch64.rpm`,
    `rpm/x86_64/hello-${version}-1.1.x86_64.rpm`,
  ]
}

/** Runs the same workflow twice, and looks at OBS after each. */
export async function runTwice(scene: Scene, channel: string, start: () => Promise<WorkflowRun>) {
  const first = await start()
  const before = await lookAt(scene, channel)
  const second = await start()
  return { first, before, second, after: await lookAt(scene, channel) }
}
