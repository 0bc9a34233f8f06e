import { hashBytes } from '../host/file.js'
import { nameLicense, readCopyright, type LicenseName } from './license-name.js'
import { unsaid, type DescribedPackage, type SpdxFile, type SpdxPackage, type SpdxRelationship } from './spdx-element.js'
import { openModules } from './spdx-module.js'
import { openRequirements } from './spdx-requirement.js'

/** A bill of materials in SPDX 2.3. */
export interface SpdxDocument {
  readonly spdxVersion: 'SPDX-2.3'
  readonly dataLicense: 'CC0-1.0'
  readonly SPDXID: 'SPDXRef-DOCUMENT'
  readonly name: string
  readonly documentNamespace: string
  readonly creationInfo: { readonly created: string; readonly creators: readonly string[] }
  readonly packages: readonly SpdxPackage[]
  readonly files: readonly SpdxFile[]
  readonly relationships: readonly SpdxRelationship[]
  readonly hasExtractedLicensingInfos?: readonly { readonly licenseId: string; readonly extractedText: string }[]
}

export interface DocumentRequest {
  readonly name: string
  /** Seconds since 1970. */
  readonly time: number
  /** The version of the suite. */
  readonly suite: string
  readonly packages: readonly DescribedPackage[]
}

/** The bill of materials of packages: the same bytes for the same packages, time and suite. */
export function writeSpdx({ name, time, suite, packages: given }: DocumentRequest): SpdxDocument {
  const packages = given.toSorted((left, right) => compare(left.file, right.file) || compare(left.sha256, right.sha256))
  const ids = new Map(packages.map((each, index) => [each, `SPDXRef-Package-${index + 1}`]))
  const [modules, requirements] = [openModules(), openRequirements(ids)]
  const licenses = new Map<string, { licenseId: string; extractedText: string }>()
  const elements: SpdxPackage[] = []
  const files: SpdxFile[] = []
  const relationships: SpdxRelationship[] = []
  for (const [described, id] of ids) {
    const license = licenseOf(described)
    if (license.extracted !== undefined) licenses.set(license.extracted.licenseId, license.extracted)
    const own = describeFiles(id, described)
    elements.push(describePackage(id, described, license, own))
    files.push(...own.map(({ element }) => element))
    relationships.push(
      { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: id },
      ...own.map(({ element }): SpdxRelationship => ({
        spdxElementId: id,
        relationshipType: 'CONTAINS',
        relatedSpdxElement: element.SPDXID,
      })),
      ...requirements.add(id, described),
    )
    for (const { element, path } of own) {
      const build = described.contents.builds.get(path)
      if (typeof build === 'object') relationships.push(...modules.add(element.SPDXID, build))
    }
  }
  const all = [...elements, ...requirements.packages(), ...modules.packages()]
  const created = new Date(time * 1000).toISOString().replace(/\.\d+Z$/, 'Z')
  const content = { created, suite, name, packages: all, files, relationships }
  return {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name,
    // No other document may have it, so it is a digest of what this one says.
    documentNamespace: `https://spdx.org/spdxdocs/${encodeURIComponent(name)}-${hashBytes(JSON.stringify(content), 'sha256')}`,
    creationInfo: { created, creators: [`Tool: obs-publish-${suite}`] },
    packages: all,
    files,
    relationships,
    ...(licenses.size === 0 ? {} : { hasExtractedLicensingInfos: [...licenses.values()] }),
  }
}

interface OwnFile {
  readonly path: string
  readonly element: SpdxFile
}

function describePackage(
  id: string,
  { file, url, sha256, model, contents }: DescribedPackage,
  license: LicenseName,
  own: readonly OwnFile[],
): SpdxPackage {
  const { summary = '', url: homepage = '' } = model.metadata
  return {
    SPDXID: id,
    name: model.name,
    versionInfo: model.version,
    packageFileName: file,
    supplier: nameSupplier(model.metadata),
    downloadLocation: url ?? 'NOASSERTION',
    filesAnalyzed: own.length > 0,
    ...(own.length === 0 ? {} : { packageVerificationCode: { packageVerificationCodeValue: verificationCode(own, contents) } }),
    checksums: [{ algorithm: 'SHA256', checksumValue: sha256 }],
    ...(/^https?:\/\//.test(homepage) ? { homepage } : {}),
    licenseDeclared: license.expression,
    ...unsaid,
    ...(summary === '' ? {} : { summary }),
    comment: `${model.format} for ${model.architecture}`,
  }
}

function describeFiles(id: string, { model, contents }: DescribedPackage): readonly OwnFile[] {
  const whole = [...model.files].flatMap(([path, { sha256, head }]) => {
    const sha1 = contents.sha1.get(path)
    return sha256 === undefined || sha1 === undefined ? [] : [{ path, sha256, sha1, head }]
  })
  return whole
    .toSorted((left, right) => compare(left.path, right.path))
    .map(({ path, sha256, sha1, head }, index) => {
      const build = contents.builds.get(path)
      const isProgram = build !== undefined || head?.subarray(0, 4).toString('latin1') === '\x7fELF'
      return {
        path,
        element: {
          SPDXID: `${id}-File-${index + 1}`,
          fileName: `.${path}`,
          ...(isProgram ? { fileTypes: ['BINARY'] } : {}),
          checksums: [
            { algorithm: 'SHA1', checksumValue: sha1 },
            { algorithm: 'SHA256', checksumValue: sha256 },
          ],
          ...unsaid,
          ...commentOn(build),
        },
      }
    })
}

function commentOn(build: ReturnType<DescribedPackage['contents']['builds']['get']>): { readonly comment?: string } {
  if (build === undefined) return {}
  if (build === 'pointers') return { comment: 'a program of Go before 1.18, whose modules are not read' }
  const revision = build.settings['vcs.revision']
  return { comment: `a program of ${build.go}${revision === undefined ? '' : `, built from commit ${revision}`}` }
}

/** SPDX 2.3, 7.9: of the sorted SHA-1 sums of all files. */
function verificationCode(own: readonly OwnFile[], { sha1 }: DescribedPackage['contents']): string {
  return hashBytes(
    own
      .map(({ path }) => sha1.get(path) ?? '')
      .sort()
      .join(''),
    'sha1',
  )
}

function licenseOf({ model, contents }: DescribedPackage): LicenseName {
  return nameLicense(model.metadata['license'] ?? readCopyright(contents.copyright ?? ''))
}

/** Who gives the package out: a deb names its maintainer, an rpm its vendor or packager. */
function nameSupplier({ maintainer, vendor, packager }: Readonly<Record<string, string>>): string {
  const person = maintainer || packager
  if (vendor) return `Organization: ${vendor}`
  if (!person) return 'NOASSERTION'
  const [, name = person, address] = /^\s*(.*?)\s*<([^>]*)>\s*$/.exec(person) ?? []
  return address === undefined ? `Person: ${name}` : `Person: ${name} (${address})`
}

/** By the code units, which are the same everywhere. */
function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
