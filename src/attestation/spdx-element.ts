import type { PackageContents } from '../package/package-contents.js'
import type { PackageModel } from '../package/package-model.js'

/** A package with all that a bill of materials says of it. */
export interface DescribedPackage {
  /** The name of its file. */
  readonly file: string
  /** Where it was downloaded from; undefined for one of this machine. */
  readonly url: string | undefined
  readonly sha256: string
  readonly model: Omit<PackageModel, 'file'>
  readonly contents: PackageContents
}

export interface SpdxChecksum {
  readonly algorithm: 'SHA1' | 'SHA256'
  readonly checksumValue: string
}

/** A package as SPDX 2.3 describes it: a deb, an rpm, one that these need, a module of Go's. */
export interface SpdxPackage {
  readonly SPDXID: string
  readonly name: string
  readonly versionInfo?: string
  readonly packageFileName?: string
  readonly supplier?: string
  readonly downloadLocation: string
  readonly filesAnalyzed: boolean
  readonly packageVerificationCode?: { readonly packageVerificationCodeValue: string }
  readonly checksums?: readonly SpdxChecksum[]
  readonly homepage?: string
  readonly licenseConcluded: 'NOASSERTION'
  readonly licenseDeclared: string
  readonly copyrightText: 'NOASSERTION'
  readonly summary?: string
  readonly comment?: string
  readonly externalRefs?: readonly {
    readonly referenceCategory: 'PACKAGE-MANAGER'
    readonly referenceType: 'purl'
    readonly referenceLocator: string
  }[]
}

export interface SpdxFile {
  readonly SPDXID: string
  readonly fileName: string
  readonly fileTypes?: readonly 'BINARY'[]
  readonly checksums: readonly SpdxChecksum[]
  readonly licenseConcluded: 'NOASSERTION'
  readonly copyrightText: 'NOASSERTION'
  readonly comment?: string
}

export interface SpdxRelationship {
  readonly spdxElementId: string
  readonly relationshipType: 'DESCRIBES' | 'CONTAINS' | 'DEPENDS_ON' | 'STATIC_LINK' | 'GENERATED_FROM'
  readonly relatedSpdxElement: string
}

/** What nobody has looked at. */
export const unsaid = { licenseConcluded: 'NOASSERTION', copyrightText: 'NOASSERTION' } as const
