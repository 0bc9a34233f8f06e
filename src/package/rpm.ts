import { stat } from 'node:fs/promises'
import { WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import { toObsArchitecture } from '../architecture.js'
import type { PackageModel } from './package-model.js'
import { readPayload, type PayloadLimits } from './package-payload.js'
import { readRpmFiles } from './rpm-file.js'
import { parseRpmHeader, type RpmHeader } from './rpm-header.js'
import { readRpmRelations } from './rpm-relation.js'

const fields = ['SUMMARY', 'DESCRIPTION', 'URL', 'LICENSE', 'GROUP', 'VENDOR', 'PACKAGER', 'DISTRIBUTION'] as const
/** Tags of scripts by the name that a spec gives them. */
const scripts = {
  pretrans: 'PRETRANS',
  pre: 'PREIN',
  post: 'POSTIN',
  preun: 'PREUN',
  postun: 'POSTUN',
  posttrans: 'POSTTRANS',
  verify: 'VERIFYSCRIPT',
} as const
const triggers = { triggers: 'TRIGGER', filetriggers: 'FILETRIGGER', transfiletriggers: 'TRANSFILETRIGGER' } as const

/** Whether somebody is trusted is another question, and needs keys that this machine may not have. */
const untrusting = '--nosignature'

const options = { env: { LC_ALL: 'C.UTF-8' }, hint: 'rpm and rpmkeys are in the Debian package rpm' }

/** Reads the header of an rpm by rpm. Throws a ToolError or WorkError for a damaged one. */
export async function readRpmHeader(file: string, host: Host): Promise<RpmHeader> {
  const { stdout } = await host.exec('rpm', ['--query', untrusting, '--xml', '--package', file], options)
  return parseRpmHeader(stdout)
}

/** Reads an rpm by rpm and rpm2archive. Throws a ToolError or WorkError for a damaged one. */
export async function readRpm(file: string, host: Host, limits?: PayloadLimits): Promise<Omit<PackageModel, 'file'>> {
  const header = await readRpmHeader(file, host)
  // rpm2archive of rpm 4.18 crashes without a word when the payload is damaged.
  const checked = await host.exec('rpmkeys', ['--checksig', untrusting, file], { ...options, allow: 'any' })
  if (checked.code !== 0) throw new WorkError('its content does not have the digests that it states itself')
  const epoch = header.numbers('EPOCH')[0]
  const isSource = header.text('SOURCERPM') === ''
  return {
    format: 'rpm',
    name: header.text('NAME'),
    version: `${epoch ? `${epoch}:` : ''}${header.text('VERSION')}-${header.text('RELEASE')}`,
    architecture: isSource ? 'src' : toObsArchitecture('rpm', header.text('ARCH')),
    metadata: readMetadata(header),
    relations: readRpmRelations(header),
    files: readRpmFiles(header, await readPayload('rpm', file, host.env, limits)),
    scripts: readScripts(header),
    size: { package: (await stat(file)).size, installed: header.numbers('LONGSIZE')[0] ?? header.numbers('SIZE')[0] ?? 0 },
  }
}

function readMetadata(header: RpmHeader): Record<string, string> {
  const [names, texts] = [header.texts('CHANGELOGNAME'), header.texts('CHANGELOGTEXT')]
  const changes = header.numbers('CHANGELOGTIME').map((time, index) => {
    const day = new Date(time * 1000).toISOString().slice(0, 10)
    return `${day} ${names[index] ?? ''}\n${texts[index] ?? ''}`
  })
  return {
    ...Object.fromEntries(fields.map((tag) => [tag.toLowerCase(), header.text(tag)])),
    changelog: changes.join('\n'),
  }
}

function readScripts(header: RpmHeader): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [name, tag] of Object.entries(scripts)) {
    // A script may be its interpreter alone, as in `%post -p /sbin/ldconfig`.
    const lines = [...header.texts(`${tag}PROG`), ...header.texts(tag)]
    if (lines.length > 0) found[name] = lines.join('\n')
  }
  for (const [name, tag] of Object.entries(triggers)) {
    const conditions = header
      .texts(`${tag}NAME`)
      .map((target, index) => `${target} ${header.texts(`${tag}VERSION`)[index] ?? ''}`.trim())
    const programs = header.texts(`${tag}SCRIPTPROG`)
    const bodies = header.texts(`${tag}SCRIPTS`).map((text, index) => `${programs[index] ?? ''}\n${text}`)
    if (bodies.length > 0) found[name] = [`# on ${conditions.join(', ')}`, ...bodies].join('\n')
  }
  return found
}
