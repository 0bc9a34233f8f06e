import { readProjectConfig, noRecord, writeProjectConfig } from '../../src/obs/project-record.js'
import type { Script } from '../support/scripted-osc.js'

/** The projects that these scripts are of. */
export const place = { buildProject: 'B', publishProject: 'T', siblings: ['hello', 'helper'] } as const

/** A container of the script. */
export interface Held {
  readonly name: string
  readonly srcmd5: string
  /** The version in its tarball's name; without one its sources are somebody else's. */
  readonly version?: string
  /** `<repository>/<architecture>/<file>`. */
  readonly files: readonly string[]
}

/** A release of `hello` or `helper` as a deb for one architecture. */
export function held(name: string, version: string, srcmd5: string, files?: readonly string[]): Held {
  const own = name.replace(/\.\d+$/, '')
  return { name, version, srcmd5, files: files ?? [`deb/x86_64/${own}_${version}-1.1_amd64.deb`] }
}

/** The config of a project that obs-publish made. */
export const ourConfig = writeProjectConfig(readProjectConfig(''), noRecord, '')

/** The answers of an OBS whose project B once had these sources, and whose project T holds these containers. */
export function scriptOf(containers: readonly Held[], history: Readonly<Record<string, readonly string[]>>): Script {
  const rows = containers.flatMap(({ name, files }) =>
    files.map((path) => {
      const [repository, architecture, file = ''] = path.split('/')
      return `<result repository="${repository}" arch="${architecture}"><binarylist package="${name}"><binary filename="${file}"/></binarylist></result>`
    }),
  )
  return {
    '/source/T?view=info': listSources(containers),
    '/source/T/_config': ourConfig,
    '/source/B/_config': ourConfig,
    '/build/T/_result?view=binarylist': `<resultlist state="1">${rows.join('')}</resultlist>`,
    ...Object.fromEntries(
      Object.entries(history).map(([own, sources]) => [
        `/source/B/${own}/_history`,
        `<revisionlist>${sources.map((srcmd5) => `<revision><srcmd5>${srcmd5}</srcmd5></revision>`).join('')}</revisionlist>`,
      ]),
    ),
    ...Object.fromEntries(
      containers.map(({ name, version }) => [
        `/source/T/${name}`,
        version === undefined
          ? '<directory><entry name="other.spec"/></directory>'
          : `<directory><entry name="${name.replace(/\.\d+$/, '')}_${version}.orig.tar.xz"/></directory>`,
      ]),
    ),
  }
}

/** The list of a project's sources. */
export function listSources(containers: readonly Held[]): string {
  const rows = containers.map(({ name, srcmd5 }) => `<sourceinfo package="${name}" srcmd5="${srcmd5}"/>`)
  return `<sourceinfolist>${rows.join('')}</sourceinfolist>`
}

/** The list of a project's packages. */
export function listNames(...names: readonly string[]): string {
  return `<directory>${names.map((name) => `<entry name="${name}"/>`).join('')}</directory>`
}

/** A history of one revision. */
export function historyOf(srcmd5: string, comment: string): string {
  return `<revisionlist><revision><srcmd5>${srcmd5}</srcmd5><comment>${comment}</comment></revision></revisionlist>`
}
