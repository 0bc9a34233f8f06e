import { WorkError } from '../error.js'
import { writeAddresses } from './asset-address.js'
import type { Notebook, Surroundings, Value } from './draft.js'
import { asList, asRecord, asText, asTexts } from './foreign-value.js'
import { fillTemplate } from './go-template.js'
import type { Build, Target } from './goreleaser-build.js'

type Fields = Readonly<Record<string, unknown>>

const archiveName =
  '{{ .ProjectName }}_{{ .Version }}_{{ .Os }}_{{ .Arch }}{{ with .Arm }}v{{ . }}{{ end }}{{ if not (eq .Amd64 "v1") }}{{ .Amd64 }}{{ end }}'
const checksumName = '{{ .ProjectName }}_{{ .Version }}_checksums.txt'

/** Whose programs are looked for. */
export interface Question {
  readonly project: string
  /** What tags have before the version. */
  readonly prefix: string
  readonly chosen: readonly Build[]
  readonly around: Surroundings
  readonly notebook: Notebook
}

/** Where a release has the programs: its archives, or what goreleaser leaves in `dist`. */
export function findSource(config: Fields, { project, prefix, chosen, around, notebook }: Question): Value | undefined {
  const targets = chosen.find((build) => build.targets.length > 0)?.targets ?? []
  if (targets.length === 0) return undefined
  const ids = chosen.map(({ id }) => id)
  const archives = asList(config['archives']).map(asRecord)
  const archive: Fields =
    archives.find((each) => {
      const of = asTexts(each['ids'] ?? each['builds'])
      return of.length === 0 || of.some((id) => ids.includes(id))
    }) ?? {}
  const format = archiveFormat(archive)
  const template = asText(archive['name_template']) ?? archiveName
  const host = releasePage(config) ?? (around.url?.startsWith('https://github.com/') ? around.url : undefined)
  if (host === undefined)
    notebook.note(['source'], 'Say where the archives of a release are: the repository on GitHub was not found.')
  const base = `${host ?? 'https://example.org/releases'}/releases/download/${prefix}v{version}`
  try {
    const names = new Map(
      targets.map((target) => [target.obs, nameFor(template, target, fieldsOf(project, prefix, around), project)]),
    )
    const suffix = format === 'binary' ? '' : `.${format}`
    const sums = asText(asRecord(config['checksum'])['name_template']) ?? checksumName
    const isSkipped = asRecord(config['checksum'])['disable'] === true
    const wrapped = archive['wrap_in_directory']
    const strip = wrapped === undefined || wrapped === false || wrapped === 'false' ? 0 : 1
    return {
      url: writeAddresses(new Map([...names].map(([obs, name]) => [obs, `${base}/${name}${suffix}`])), targets),
      ...(format === 'binary' ? {} : { archive: strip === 0 ? {} : { strip } }),
      ...(isSkipped ? {} : { sha256: `${base}/${fillTemplate(sums, fieldsOf(project, prefix, around))}` }),
    }
  } catch (error) {
    if (!(error instanceof WorkError)) throw error
    notebook.note(
      ['source'],
      `The name of the archive ${error.message}: write its address, ${JSON.stringify(template)}, yourself.`,
    )
    return { url: `${base}/${project}_{version}_linux_{goarch}.tar.gz`, archive: {} }
  }
}

/** The repository that `release` names: releases are perhaps not where the sources are. */
function releasePage(config: Fields): string | undefined {
  const { owner, name } = asRecord(asRecord(config['release'])['github'])
  const [of, called] = [asText(owner), asText(name)]
  // A template is not known before there is a release.
  const isKnown = of !== undefined && called !== undefined && !`${of}${called}`.includes('{{')
  return isKnown ? `https://github.com/${of}/${called}` : undefined
}

function archiveFormat(archive: Fields): string {
  const override = asList(archive['format_overrides'])
    .map(asRecord)
    .find(({ goos }) => goos === 'linux')
  const [format = 'tar.gz'] = asTexts(override?.['formats'] ?? override?.['format'] ?? archive['formats'] ?? archive['format'])
  return format
}

function nameFor(template: string, { arch, arm }: Target, fields: ReturnType<typeof fieldsOf>, project: string): string {
  const known: Readonly<Record<string, string>> = {
    Arch: arch,
    Arm: arm ?? '',
    Os: 'linux',
    Amd64: 'v1',
    Mips: '',
    Binary: project,
  }
  return fillTemplate(template, (name) => known[name] ?? fields(name))
}

/** What goreleaser's templates know of a release. */
export function fieldsOf(project: string, prefix: string, { env }: Surroundings) {
  return (name: string): string | undefined => {
    if (name === 'ProjectName') return project
    if (name === 'Version' || name === 'RawVersion') return '{version}'
    if (name === 'Tag') return 'v{version}'
    if (name === 'PrefixedTag') return `${prefix}v{version}`
    return name.startsWith('Env.') ? env[name.slice(4)] : undefined
  }
}
