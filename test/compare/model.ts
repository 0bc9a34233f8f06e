import type { PackageFile, PackageModel } from '../../src/package/package-model.js'

/** A file as packages mostly have it. */
export function makeFile(parts: Partial<PackageFile> = {}): PackageFile {
  const usual = { type: 'file', mode: 0o755, owner: 'root', group: 'root', marks: [], size: 5 } as const
  return { ...usual, sha256: 'a'.repeat(64), target: undefined, ...parts }
}

/** A deb of one program, and what is different in it. */
export function makeModel(parts: Partial<PackageModel> = {}): PackageModel {
  return {
    file: '/packages/demo.deb',
    format: 'deb',
    name: 'demo',
    version: '1.0-1',
    architecture: 'x86_64',
    metadata: { summary: 'A program' },
    relations: {},
    files: new Map([['/usr/bin/demo', makeFile()]]),
    scripts: {},
    size: { package: 1000, installed: 5 },
    ...parts,
  }
}
