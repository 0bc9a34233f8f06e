import { basename } from 'node:path'
import { compact, openNotebook, type DraftPackage, type Notebook, type Surroundings, type Value } from './draft.js'
import { describeProject } from './nfpm.js'
import { toObsName } from './placeholder-translation.js'
import { importRelations } from './relation-import.js'
import type { SpecPackage, SpecReading } from './spec-query.js'

const folder = 'build/{goarch}'

/** Reads the packages of a spec: what is installed is taken from a folder of each architecture, because nothing is built here. */
export function importSpec({ packages, hasChangelog }: SpecReading, around: Surroundings): readonly DraftPackage[] {
  return packages.map((each) => {
    const notebook = openNotebook()
    const { files, license, readme } = importFiles(each, notebook)
    const relations: Record<string, Value> = {}
    for (const [kind, list] of Object.entries(each.relations)) {
      const isRpmOnly = list.some((text) => /^\(|\/|\(.*\)/.test(text))
      relations[kind] = importRelations({ deb: isRpmOnly ? list.filter(isCommon) : list, rpm: list }, (text, format) => {
        if (format === 'rpm') notebook.note([kind], `The spec had ${JSON.stringify(text)}, which cannot be said.`)
      })
    }
    notebook.note(['source'], `The files of each architecture are expected in ${folder}; say where they are.`)
    if (each.relations['requires']?.length)
      notebook.note(['requires'], "Names are the rpm's; say the deb's where they differ: name: { formats: [rpm] }.")
    if (hasChangelog)
      notebook.note([], 'The changelog of the spec was left behind: put it into a file and name it with changelog.file.')
    const isForAll = each.architecture === 'noarch'
    return {
      name: each.name,
      keys: compact({
        ...describeProject(
          { description: each.description, homepage: each.url, license: each.license, maintainer: each.packager },
          { summary: each.summary },
          around,
          notebook,
        ),
        'license-file': license,
        readme,
        source: { folder },
        ...relations,
        files,
        scripts: importScripts(each, notebook),
      }),
      architectures: isForAll ? ['noarch'] : [toObsName(each.architecture) ?? each.architecture, 'aarch64'],
      remarks: notebook.remarks,
    }
  })
}

function isCommon(text: string): boolean {
  return !/^\(|\/|\(.*\)/.test(text)
}

function importScripts({ scripts }: SpecPackage, notebook: Notebook): Record<string, Value> {
  const imported: Record<string, Value> = {}
  for (const [section, { text, interpreter }] of Object.entries(scripts)) {
    if (interpreter.startsWith('<')) {
      notebook.note(['scripts'], `%${section} is run by ${interpreter}, which only rpm has: write it in shell.`)
      continue
    }
    const isShell = interpreter === '' || interpreter === '/bin/sh'
    const whole = `${isShell ? '' : `#!${interpreter}\n`}${text}\n`
    imported[section] = section.endsWith('trans') ? { rpm: whole } : whole
  }
  if (Object.keys(imported).length > 0)
    notebook.note(
      ['scripts'],
      'rpm gives its scripts a number (1 first, 2 upgrade, 0 removal), dpkg a word: say { deb: …, rpm: … } where they ask.',
    )
  return imported
}

function importFiles({ files }: SpecPackage, notebook: Notebook) {
  const found: Record<string, Value> = {}
  const texts: { license?: string; readme?: string } = {}
  for (const line of files) {
    const path = /(\/\S*)\s*$/.exec(line.replace(/%(?:attr|caps|verify|lang)\([^)]*\)/g, ''))?.[1]
    if (path === undefined) {
      const names = line.replace(/^%(?:license|doc)\s+/, '').split(/\s+/)
      if (line.startsWith('%license')) texts.license = names[0] ?? 'LICENSE'
      else if (line.startsWith('%doc')) texts.readme = names.find((name) => /^readme/i.test(name)) ?? texts.readme ?? ''
      else if (!line.startsWith('%defattr')) notebook.note(['files'], `${line} was left out.`)
      continue
    }
    const [, mode, owner, group] = /%attr\(\s*([^,]+),\s*([^,]+),\s*([^)]+)\)/.exec(line) ?? []
    const name = basename(path)
    const kind = /%dir\b/.test(line)
      ? { directory: true }
      : /%ghost\b/.test(line)
        ? { ghost: true }
        : { [/\/(?:s?bin|libexec)\//.test(path) ? 'binary' : 'member']: name }
    const isPattern = /[*?]/.test(name)
    const installed = isPattern ? path.slice(0, path.length - name.length) : path
    if (line.includes('%caps('))
      notebook.note(['files', installed], `${/%caps\([^)]*\)/.exec(line)?.[0] ?? ''} was left out: say capabilities.`)
    found[installed] = compact({
      ...kind,
      mode: mode === undefined || mode === '-' ? undefined : mode.padStart(4, '0'),
      owner: owner === undefined || owner === '-' || owner === 'root' ? undefined : owner.trim(),
      group: group === undefined || group === '-' || group === 'root' ? undefined : group.trim(),
      config: /%config\b/.test(line) ? true : undefined,
    })
  }
  return { files: found, ...texts }
}
