import { basename } from 'node:path'
import { compact, type Notebook, type Value } from './draft.js'
import { toUnitFolder } from './nfpm-content.js'
import type { SpecPackage } from './spec-query.js'

/** What a spec lists in %files, as the keys of a package. */
export interface SpecContents {
  readonly files: Readonly<Record<string, Value>>
  readonly units: Readonly<Record<string, Value>>
  readonly license?: string | undefined
  readonly readme?: string | undefined
}

/** Reads the lines of %files; those that cannot be said are remarked. */
export function importSpecFiles({ files: lines, scripts }: SpecPackage, notebook: Notebook): SpecContents {
  const files: Record<string, Value> = {}
  const units: Record<string, Value> = {}
  const texts: { license?: string | undefined; readme?: string | undefined } = {}
  for (const stated of lines) {
    const line = stated.replaceAll('%{_unitdir}', '/usr/lib/systemd/system')
    const path = /(?:^|\s)(\/\S*)\s*$/.exec(line.replace(/%(?:attr|caps|verify|lang)\([^)]*\)/g, ''))?.[1]
    if (path === undefined) {
      const names = line.replace(/^%(?:license|doc)\s+/, '').split(/\s+/)
      if (line.startsWith('%license')) texts.license = names[0] ?? 'LICENSE'
      else if (line.startsWith('%doc')) texts.readme ??= names.find((name) => /^readme/i.test(name))
      else if (!line.startsWith('%defattr')) notebook.note(['files'], `${line} was left out.`)
      continue
    }
    const name = basename(path)
    if (toUnitFolder(path) === `{unitdir}/${name}` && !/[*?@]/.test(name)) {
      units[name] = compact({ member: name, restart: isRestarted(name, scripts) ? true : undefined })
      continue
    }
    const installed = toUnitFolder(/[*?]/.test(name) ? path.slice(0, path.length - name.length) : path)
    files[installed] = describeFile(line, path, name)
    const capabilities = /%caps\(([^)]*)\)/.exec(line)?.[1]
    if (capabilities !== undefined)
      files[installed] = compact({ ...describeFile(line, path, name), capabilities: capabilities.trim() })
  }
  return { files, units, ...texts }
}

function describeFile(line: string, path: string, name: string): Record<string, Value> {
  const [, mode, owner, group] = /%attr\(\s*([^,]+),\s*([^,]+),\s*([^)]+)\)/.exec(line) ?? []
  return compact({
    ...describeKind(line, path, name),
    mode: mode === undefined || mode === '-' ? undefined : mode.trim().padStart(4, '0'),
    owner: ownName(owner),
    group: ownName(group),
    config: /%config\b/.test(line) ? true : undefined,
  })
}

function describeKind(line: string, path: string, name: string): Record<string, Value> {
  if (/%dir\b/.test(line)) return { directory: true }
  if (/%ghost\b/.test(line)) return { ghost: true }
  return { [/\/(?:s?bin|libexec)\//.test(path) ? 'binary' : 'member']: name }
}

function ownName(name: string | undefined): string | undefined {
  const trimmed = name?.trim()
  return trimmed === '-' || trimmed === 'root' ? undefined : trimmed
}

function isRestarted(unit: string, scripts: SpecPackage['scripts']): boolean {
  const lines = scripts['postun']?.text.split('\n') ?? []
  return lines.some((line) => /%systemd_postun_with_restart|%service_del_postun\b/.test(line) && line.includes(unit))
}
