import { asList, asRecord, asText, asTexts } from './foreign-value.js'
import { toObsName } from './placeholder-translation.js'

type Fields = Readonly<Record<string, unknown>>

/** A program of `builds`, and the architectures of Linux that it is built for, as Go and OBS name them. */
export interface Build {
  readonly id: string
  readonly binaries: readonly string[]
  readonly targets: readonly Target[]
}

/** A machine: Go's name, the version of ARM where it matters, and OBS's name. */
export interface Target {
  readonly arch: string
  readonly arm?: string | undefined
  readonly obs: string
}

const standardTargets = { goarch: ['386', 'amd64', 'arm64'], goarm: ['6'] }

/** The programs of a configuration of goreleaser. */
export function listBuilds(config: Fields, project: string): readonly Build[] {
  const listed = asList(config['builds'] ?? config['build'])
  return (listed.length === 0 ? [{}] : listed).map((each): Build => {
    const build = asRecord(each)
    const id = asText(build['id']) ?? project
    const named = (asText(build['binary']) ?? (listed.length > 1 ? id : project)).replace(
      /\{\{-?\s*\.ProjectName\s*-?\}\}/g,
      project,
    )
    const systems = asTexts(build['goos'])
    const isSkipped = build['skip'] === true || (systems.length > 0 && !systems.includes('linux'))
    return { id, binaries: isSkipped ? [] : [named.split('/').at(-1) ?? named], targets: isSkipped ? [] : listTargets(build) }
  })
}

function listTargets(build: Fields): readonly Target[] {
  const stated = asTexts(build['targets']).flatMap((target) => {
    const [system, arch = '', variant = ''] = target.split('_')
    return system === 'linux' ? [{ arch, arm: arch === 'arm' ? variant || '6' : undefined }] : []
  })
  const orStandard = (key: keyof typeof standardTargets) => {
    const values = asTexts(build[key])
    return values.length === 0 ? standardTargets[key] : values
  }
  const crossed = orStandard('goarch').flatMap((arch): { arch: string; arm: string | undefined }[] =>
    arch === 'arm' ? orStandard('goarm').map((arm) => ({ arch, arm })) : [{ arch, arm: undefined }],
  )
  const ignored = asList(build['ignore']).map(asRecord)
  const isIgnored = ({ arch, arm }: { arch: string; arm: string | undefined }) =>
    ignored.some(({ goos = 'linux', goarch = arch, goarm = arm }) => goos === 'linux' && goarch === arch && asText(goarm) === arm)
  return (stated.length > 0 ? stated : crossed)
    .filter((target) => !isIgnored(target))
    .flatMap((target) => {
      // OBS's armv6l is no architecture of the standard table.
      const obs = target.arch === 'arm' && target.arm !== '7' ? undefined : toObsName(target.arch)
      return obs === undefined ? [] : [{ ...target, obs }]
    })
}
