import { parseConfig } from '../../src/config/config.js'
import { makePlan } from '../../src/plan/planner.js'
import { specModel, type ChangelogEntry, type SpecModel } from '../../src/spec/spec-model.js'
import { oneProgram } from '../support/config.js'

interface Changes {
  /** One line of YAML in place of the only file. */
  readonly files?: string
  readonly changelog?: readonly ChangelogEntry[]
}

/** The model of the package hello, with some lines of YAML added to it. */
export function modelOf(addition = '', version = '1.2.3', { files, changelog = [] }: Changes = {}): SpecModel {
  const lines = addition === '' ? '' : addition.replace(/^/gm, '    ').concat('\n')
  const text = oneProgram.replace('/usr/bin/hello: { binary: hello }', files ?? '$&')
  const { config } = parseConfig('packages.yaml', `${text}${lines}`)
  const plan = makePlan(config, { version, packages: [] })
  const [planned] = plan.packages
  const pkg = config.packages['hello']
  if (!planned || !pkg) throw new Error('the config has no package hello')
  return specModel(planned, pkg, plan, changelog)
}
