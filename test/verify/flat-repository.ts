import { createHash } from 'node:crypto'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** A flat repository of debs, as OBS publishes one, but unsigned: the texts of its files by address, for a fake download host. */
export function flatRepository(url: string, debs: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const stanzas = Object.entries(debs).map(([file, text]) => {
    const [name = '', version = '', architecture = ''] = file.replace('.deb', '').split('_')
    const fields = { Package: name, Version: version, Architecture: architecture, Filename: `./amd64/${file}`, Size: text.length }
    const lines = Object.entries(fields).map(([field, value]) => `${field}: ${value}`)
    return `${lines.join('\n')}\nSHA256: ${sha256(text)}\n`
  })
  const packages = stanzas.join('\n')
  return { [`${url}/Packages`]: packages, [`${url}/Release`]: `SHA256:\n ${sha256(packages)} ${packages.length} Packages\n` }
}
