import { mapInParallel } from '../host/parallel.js'
import { apiPath, type Osc } from './osc.js'
import { readSources } from './source-files.js'
import { childrenOf, parseXml } from '../xml.js'

/**
 * The names under which OBS builds some packages: a package with a `_multibuild` file is built once for each flavour, as
 * `package:flavour`, and by its own name too unless the file says `buildemptyflavor="false"`.
 */
export async function listFlavours(project: string, packages: readonly string[], osc: Osc): Promise<readonly string[]> {
  const names = await mapInParallel(packages, 4, async (name) => {
    const files = await readSources(project, name, osc)
    const isMultibuild = files && childrenOf(files, 'entry').some(({ attributes }) => attributes['name'] === '_multibuild')
    const text = isMultibuild ? await osc.read(apiPath(['source', project, name, '_multibuild'])) : undefined
    if (text === undefined) return [name]
    const { attributes, children } = parseXml(text)
    // `package` is the older spelling of `flavor`.
    const flavours = children
      .filter((child) => child.name === 'flavor' || child.name === 'package')
      .map((child) => `${name}:${child.text}`)
    return attributes['buildemptyflavor'] === 'false' ? flavours : [name, ...flavours]
  })
  return names.flat()
}
