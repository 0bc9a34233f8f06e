import type { Format } from '../format.js'
import type { Key } from './document.js'
import type { Package } from './schema.js'
import type { Body } from './script-schema.js'

/** What dpkg calls the moments that rpm has names for. */
export const maintainerScripts = { pre: 'preinst', post: 'postinst', preun: 'prerm', postun: 'postrm' } as const

/** A moment that both formats have, by rpm's name. */
export type CommonMoment = keyof typeof maintainerScripts

/** A script of one format as a config says it. */
export interface StatedScript {
  readonly format: Format
  /** By rpm's name, or by dpkg's for a deb. */
  readonly name: string
  readonly body: Body
  /** The keys below the package. */
  readonly path: readonly Key[]
  /** Whether the config leaves it open which format it is for. */
  readonly isPlain: boolean
  /** The only builder that has it. */
  readonly builder?: string
}

/**
 * Every script of a package, each format's for itself, and those of some builders; one that no such format can have keeps
 * the name that it was given.
 */
export function listScripts(
  { scripts = {} }: Package,
  builders: Readonly<Record<string, { readonly format: Format }>> = {},
): readonly StatedScript[] {
  return Object.entries(scripts).flatMap(([stage, value]): StatedScript[] => {
    if (value === undefined) return []
    const path = ['scripts', stage]
    if (isMaintainerScript(stage)) return [{ format: 'deb', name: stage, body: value as Body, path, isPlain: false }] // its schema
    const debName = isCommon(stage) ? maintainerScripts[stage] : stage
    const of = (format: Format, body: Body, isPlain: boolean, below: readonly Key[] = [format]): StatedScript => ({
      ...{ format, body, isPlain },
      name: format === 'deb' ? debName : stage,
      path: isPlain ? path : [...path, ...below],
    })
    if (typeof value === 'string') return [of('deb', value, true), of('rpm', value, true)]
    if (value.file !== undefined) return [of('deb', { file: value.file }, true), of('rpm', { file: value.file }, true)]
    const { deb, rpm, builders: own = {} } = value as { deb?: Body; rpm?: Body; builders?: Record<string, Body> } // dpkg's own have text or a file alone
    const ofBuilders = Object.entries(own).flatMap(([builder, body]) => {
      const format = builders[builder]?.format
      return format === undefined ? [] : [{ ...of(format, body, false, ['builders', builder]), builder }]
    })
    return [
      ...(deb === undefined ? [] : [of('deb', deb, false)]),
      ...(rpm === undefined ? [] : [of('rpm', rpm, false)]),
      ...ofBuilders,
    ]
  })
}

/** Whether dpkg has a script of that name. */
export function isMaintainerScript(name: string): boolean {
  return Object.values<string>(maintainerScripts).includes(name)
}

function isCommon(stage: string): stage is CommonMoment {
  return Object.hasOwn(maintainerScripts, stage)
}
