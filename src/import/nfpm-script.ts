import type { Notebook, Surroundings, Value } from './draft.js'
import { asText } from './foreign-value.js'
import { translate } from './placeholder-translation.js'

type Fields = Readonly<Record<string, unknown>>

const stages = [
  ['pre', 'preinstall'],
  ['post', 'postinstall'],
  ['preun', 'preremove'],
  ['postun', 'postremove'],
] as const

/** Reads the scripts of nfpm's, which are files; those of one format stand in place of the common ones. */
export async function importScripts(
  common: { readonly all: Fields; readonly deb: Fields; readonly rpm: Fields },
  special: { readonly deb: Fields; readonly rpm: Fields },
  around: Surroundings,
  notebook: Notebook,
): Promise<Record<string, Value>> {
  const scripts: Record<string, Value> = {}
  const fileOf = async (key: string, value: unknown): Promise<{ file: string } | undefined> => {
    const named = asText(value)
    if (named === undefined) return undefined
    const file = translate(named, around).text.replace(/^\.\//, '')
    if ((await around.look(file)).kind !== 'file')
      notebook.note(['scripts', key], `${file} was not there when this was written: it must be when packages are built.`)
    return { file }
  }
  for (const [key, stage] of stages) {
    const all = common.all[stage]
    const [deb, rpm] = [await fileOf(key, common.deb[stage] ?? all), await fileOf(key, common.rpm[stage] ?? all)]
    if (deb !== undefined && deb.file === rpm?.file) scripts[key] = deb
    else if (deb !== undefined || rpm !== undefined) scripts[key] = { ...(deb && { deb }), ...(rpm && { rpm }) }
  }
  for (const key of ['pretrans', 'posttrans'] as const) {
    const rpm = await fileOf(key, special.rpm[key])
    if (rpm !== undefined) scripts[key] = { rpm }
  }
  const refused = [
    ...['rules', 'templates', 'config'].filter((key) => special.deb[key] !== undefined).map((key) => `deb.scripts.${key}`),
    ...(special.rpm['verify'] === undefined ? [] : ['rpm.scripts.verify']),
  ]
  if (refused.length > 0) notebook.note(['scripts'], `${refused.join(', ')} cannot be said and was left out.`)
  return scripts
}
