import { parseConfig } from '../../src/config/config.js'
import type { ChangelogEntry } from '../../src/plan/plan.js'
import { specModel, type SpecModel } from '../../src/spec/spec-model.js'
import { oneProgram } from '../support/config.js'
import { planOf } from '../support/plan.js'

interface Changes {
  /** One line of YAML in place of the only file. */
  readonly files?: string
  readonly changelog?: readonly ChangelogEntry[]
  readonly license?: string
}

/** The model of the package hello, with some lines of YAML added to it. */
export function modelOf(addition = '', version = '1.2.3', { files, changelog = [], license = '' }: Changes = {}): SpecModel {
  const lines = addition === '' ? '' : addition.replace(/^/gm, '    ').concat('\n')
  const text = oneProgram.replace('/usr/bin/hello: { binary: hello }', files ?? '$&')
  const plan = planOf(parseConfig('packages.yaml', `${text}${lines}`), { version })
  const [planned] = plan.packages
  if (!planned) throw new Error('the config has no package hello')
  return specModel(planned, plan.architectures, changelog, license)
}
