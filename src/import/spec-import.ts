import { compact, openNotebook, type DraftPackage, type Notebook, type Surroundings, type Value } from './draft.js'
import { describeProject } from './nfpm.js'
import { toObsName } from './placeholder-translation.js'
import { importRelations } from './relation-import.js'
import { importSpecFiles } from './spec-content.js'
import type { SpecPackage, SpecReading } from './spec-query.js'

const folder = 'build/{goarch}'

/**
 * Reads the packages of a spec: what is installed is taken from a folder of each architecture, because nothing is built here.
 * @param file the spec, below the project
 */
export function importSpec({ packages, hasChangelog }: SpecReading, file: string, around: Surroundings): readonly DraftPackage[] {
  return packages.map((each) => {
    const notebook = openNotebook()
    const { files, units, license, readme } = importSpecFiles(each, notebook)
    const relations: Record<string, Value> = {}
    for (const [kind, stated] of Object.entries(each.relations)) {
      const list = stated.map((text) => nameVersion(text, each))
      relations[kind] = importRelations({ deb: list.filter(isCommon), rpm: list }, (text, format) => {
        if (format === 'rpm') notebook.note([kind], `The spec had ${JSON.stringify(text)}, which cannot be said.`)
      })
    }
    notebook.note(['source'], `The files of each architecture are expected in ${folder}; say where they are.`)
    if (each.relations['requires']?.length)
      notebook.note(['requires'], "Names are the rpm's; say the deb's where they differ: name: { formats: [rpm] }.")
    const { description, url, license: spdx, packager, summary } = each
    const project = { description, homepage: url, license: spdx, maintainer: packager }
    return {
      name: each.name,
      keys: compact({
        ...describeProject(project, { summary }, around, notebook),
        'license-file': license,
        readme,
        source: { folder },
        ...relations,
        files,
        units,
        scripts: importScripts(each, notebook),
        changelog: hasChangelog ? { file } : undefined,
      }),
      architectures: each.architecture === 'noarch' ? ['noarch'] : [toObsName(each.architecture) ?? each.architecture, 'aarch64'],
      remarks: notebook.remarks,
    }
  })
}

/** The version of the spec itself is another one with each release. */
function nameVersion(text: string, { version, release }: SpecPackage): string {
  const [, start, of] = /^(.* [<>=]{1,2} )(\S+)$/.exec(text) ?? []
  return start !== undefined && (of === version || of === `${version}-${release}`) ? `${start}{package-version}` : text
}

/** Whether dpkg could have it too: files and capabilities in brackets are rpm's. */
function isCommon(text: string): boolean {
  return !/^\(|\/|\(.*\)/.test(text)
}

function importScripts({ scripts, triggers }: SpecPackage, notebook: Notebook): Record<string, Value> {
  const imported: Record<string, Value> = {}
  for (const [section, { text, interpreter }] of Object.entries(scripts)) {
    if (interpreter.startsWith('<')) {
      notebook.note(['scripts'], `%${section} is run by ${interpreter}, which only rpm has: write it in shell.`)
      continue
    }
    // What systemd is told, `units` tell.
    const own = text.replace(/^\s*%(?:systemd|service)_\w+.*$/gm, '').trim()
    if (own === '') continue
    const whole = `${interpreter === '' || interpreter === '/bin/sh' ? '' : `#!${interpreter}\n`}${own}\n`
    imported[section] = section.endsWith('trans') ? { rpm: whole } : whole
  }
  for (const head of triggers)
    notebook.note(
      ['scripts'],
      `${head} was left out: it is rpm's alone, and packages.yaml has nothing like it; do it in one of the scripts, or keep the spec by \`spec\`.`,
    )
  if (Object.keys(imported).length > 0)
    notebook.note(
      ['scripts'],
      'rpm gives its scripts a number (1 first, 2 upgrade, 0 removal), dpkg a word: say { deb: …, rpm: … } where they ask.',
    )
  return imported
}
