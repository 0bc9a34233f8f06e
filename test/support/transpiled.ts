import { readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { transform } from '@swc/core'
import { writeWhole } from '../../src/host/file.js'

/** Writes a module of the sources, and the ones of ours that it needs, as JavaScript for a process of its own; resolves to its path. */
export async function transpile(module: string, folder: string): Promise<string> {
  const written = new Map<string, string>()
  const visit = async (source: string): Promise<void> => {
    const target = join(folder, relative(process.cwd(), source).replace(/\.ts$/, '.js'))
    if (written.has(source)) return
    written.set(source, target)
    const { code } = await transform(await readFile(source, 'utf8'), {
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
      module: { type: 'es6' },
    })
    await writeWhole(target, code)
    for (const [, path = ''] of code.matchAll(/from ['"](\..+?)['"]/g))
      await visit(join(dirname(source), path.replace(/\.js$/, '.ts')))
  }
  await writeWhole(join(folder, 'package.json'), '{ "type": "module" }')
  await visit(join(process.cwd(), module))
  return join(folder, module.replace(/\.ts$/, '.js'))
}
