import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { parse } from 'yaml'

interface Described {
  readonly name: string
  readonly contents: readonly { readonly src?: string; readonly type?: string }[]
  readonly scripts?: Readonly<Record<string, string>>
}

/** Makes the files that an nfpm.yaml names, for two architectures where a path says one. */
export async function makeStandIns(folder: string, text: string): Promise<void> {
  const { name, contents, scripts = {} } = parse(text) as Described // what the fixtures are
  const put = async (path: string, content: string | Buffer, mode = 0o644) => {
    const file = join(folder, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, content)
    await chmod(file, mode)
  }
  await put('LICENSE', 'MIT License\n')
  await put('README.md', `# ${name}\n`)
  for (const { src = '', type = '' } of contents) {
    if (['symlink', 'ghost', 'dir'].includes(type)) continue
    if (src.includes('${GOARCH}'))
      for (const architecture of ['amd64', 'arm64'])
        await put(src.replace('${GOARCH}', architecture), `#!/bin/sh\necho ${name} on ${architecture}\n`, 0o755)
    else if (type === 'tree') {
      await put(`${src}/a`, 'a\n')
      await put(`${src}/deep/b`, 'b\n')
    } else if (src.includes('*')) {
      await put(src.replace('*', '-one'), 'one\n')
      await put(src.replace('*', '-two'), 'two\n')
    } else await put(src, src.endsWith('.gz') ? gzipSync('.TH\n') : `# ${src}\n`)
  }
  for (const [stage, file] of Object.entries(scripts))
    await put(file, `#!/bin/sh\nset -e\necho "${stage} \${1%%.*} 100%"\n`, 0o755)
}
