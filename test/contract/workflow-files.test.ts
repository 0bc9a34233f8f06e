import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { validateWorkflow } from '../support/act.js'

type Text = Readonly<Record<string, string>>
type Declared = Readonly<Record<string, Readonly<{ required?: boolean; default?: unknown }> | null>>

interface Step {
  readonly id?: string
  readonly uses?: string
  readonly with?: Text
}

interface Job {
  readonly uses?: string
  readonly with?: Text
  readonly secrets?: Text
  readonly needs?: string | readonly string[]
  readonly outputs?: Text
  readonly steps?: readonly Step[]
  readonly permissions?: object
  readonly 'timeout-minutes'?: number
}

interface Workflow {
  readonly on: Readonly<Record<string, Readonly<{ inputs?: Declared; secrets?: Declared }> | null>>
  readonly permissions?: object
  readonly jobs: Readonly<Record<string, Job>>
}

const own = 'obs-publish/obs-publish/'
const [reusableFolder, callerFolder] = ['.github/workflows', 'examples/workflows']

// The schema is act's to check (below); these types say no more than GitHub's documentation does.
const readYaml = (file: string) => parse(readFileSync(file, 'utf8')) as unknown
const readWorkflow = (file: string) => readYaml(file) as Workflow
const readAction = (folder: string) => readYaml(join(folder, 'action.yml')) as { inputs?: Declared; outputs?: Declared }

const list = (folder: string) => readdirSync(folder).map((name) => join(folder, name))
const callers = list(callerFolder)
const files = [...list(reusableFolder), ...callers]
const reusable = files.filter((file) => readWorkflow(file).on['workflow_call'])

const jobsOf = (file: string) => Object.entries(readWorkflow(file).jobs)
const stepsOf = (file: string) => jobsOf(file).flatMap(([, job]) => job.steps ?? [])

/** The folder of an own action that a step uses. */
const ownAction = (uses: string | undefined) =>
  uses?.startsWith(own) ? `./${uses.slice(own.length).replace(/@.*/, '')}` : undefined

/** What is wrong with values handed over to declared inputs. */
function compareInputs(given: Text | undefined, declared: Declared | undefined): string[] {
  const unknown = Object.keys(given ?? {}).filter((name) => !Object.hasOwn(declared ?? {}, name))
  const missing = Object.entries(declared ?? {}).filter(
    ([name, input]) => input?.required === true && input.default === undefined && !Object.hasOwn(given ?? {}, name),
  )
  return [...unknown.map((name) => `there is no ${name}`), ...missing.map(([name]) => `${name} is missing`)]
}

describe.each(files)('%s', (file) => {
  test('uses actions and workflows of its own release, or pinned to a commit with the version beside it', () => {
    const lines = readFileSync(file, 'utf8').split('\n')
    const uses = lines.filter((line) => /^\s*(- )?uses:/.test(line)).map((line) => line.replace(/^.*?uses: */, ''))
    expect(
      uses.filter((each) => !/^obs-publish\/obs-publish\/\S+@v1$|^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d\S*$/.test(each)),
    ).toEqual([])
  })

  test('hands every action the inputs that it has, and all that it requires', () => {
    const wrong = stepsOf(file).flatMap((step) => {
      const folder = ownAction(step.uses)
      if (folder === undefined) return []
      return compareInputs(step.with, readAction(folder).inputs).map((what) => `${folder}: ${what}`)
    })
    expect(wrong).toEqual([])
  })

  test('hands every workflow the inputs and secrets that it has, and all that it requires', () => {
    const wrong = jobsOf(file).flatMap(([, job]) => {
      const called = ownAction(job.uses)
      if (called === undefined) return []
      const { inputs, secrets } = readWorkflow(called).on['workflow_call'] ?? {}
      return [...compareInputs(job.with, inputs), ...compareInputs(job.secrets, secrets)].map((what) => `${called}: ${what}`)
    })
    expect(wrong).toEqual([])
  })

  test('asks only for what there is: inputs, secrets, results of needed jobs and of its own steps', () => {
    const { on, jobs } = readWorkflow(file)
    const declared = Object.values(on).flatMap((trigger) => Object.keys(trigger?.inputs ?? {}))
    const secrets = Object.keys(on['workflow_call']?.secrets ?? {})
    const wrong = Object.entries(jobs).flatMap(([id, job]) => {
      const needs = [job.needs ?? []].flat()
      const known = new Set([
        ...declared.map((name) => `inputs.${name}`),
        ...secrets.map((name) => `secrets.${name}`),
        ...needs.flatMap((need) => Object.keys(jobs[need]?.outputs ?? {}).map((name) => `needs.${need}.outputs.${name}`)),
        ...(job.steps ?? []).flatMap((step) => {
          const folder = ownAction(step.uses)
          const outputs = folder === undefined ? [] : Object.keys(readAction(folder).outputs ?? {})
          return outputs.map((name) => `steps.${step.id ?? ''}.outputs.${name}`)
        }),
      ])
      const asked = [...JSON.stringify(job).matchAll(/\b(?:inputs|needs|steps|secrets)\.[\w-]+(?:\.outputs\.[\w-]+)?/g)]
      // A caller's secrets are the repository's, which no file declares.
      const isOwn = (name: string) => callers.includes(file) && name.startsWith('secrets.')
      return asked
        .map(([name]) => name)
        .filter((name) => !known.has(name) && !isOwn(name))
        .map((name) => `${id}: ${name}`)
    })
    expect(wrong).toEqual([])
  })

  test('is valid by the schema of workflows', async () => {
    expect(await validateWorkflow(process.cwd(), file)).toBe('')
  })
})

describe.each(reusable)('%s, called from other repositories,', (file) => {
  test('grants nothing to all jobs, and to each what it needs', () => {
    expect(readWorkflow(file).permissions).toEqual({})
    expect(jobsOf(file).flatMap(([id, job]) => (job.permissions === undefined ? [id] : []))).toEqual([])
  })

  test('limits the time of every job that runs', () => {
    const unlimited = jobsOf(file).filter(([, job]) => job.uses === undefined && job['timeout-minutes'] === undefined)
    expect(unlimited.map(([id]) => id)).toEqual([])
  })

  test('does not leave the token in the checkout', () => {
    const checkouts = stepsOf(file).filter(({ uses }) => uses?.startsWith('actions/checkout@'))
    expect(checkouts.filter((step) => String(step.with?.['persist-credentials']) !== 'false')).toEqual([])
  })

  test('hands on no value within a script, where it could be read as code', () => {
    const scripts = stepsOf(file).flatMap((step) => ('run' in step ? [String(step.run)] : []))
    expect(scripts.filter((script) => script.includes('${{'))).toEqual([])
  })
})

describe.each(callers)('%s, for a user to copy,', (file) => {
  test('has at most 20 lines', () => {
    expect(readFileSync(file, 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(20)
  })

  test('grants at least what the called workflow needs, and no right to write', () => {
    expect(readWorkflow(file).permissions).toEqual({ contents: 'read' })
  })
})

describe('the check by the schema', () => {
  const folder = mkdtempSync(join(tmpdir(), 'obs-publish-workflow-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('finds a key that workflows do not have', async () => {
    const text = readFileSync('.github/workflows/release.yml', 'utf8').replace('runs-on:', 'runs-upon:')
    await mkdir(join(folder, '.github', 'workflows'), { recursive: true })
    await writeFile(join(folder, '.github/workflows/release.yml'), text)
    expect(await validateWorkflow(folder, '.github/workflows/release.yml')).toContain('runs-upon')
  })
})

describe('a plan is made once and handed on', () => {
  const uses = (job: Job, action: string) => (job.steps ?? []).some((step) => step.uses?.startsWith(action) ?? false)

  test('only the jobs that need the repository check it out', () => {
    const checkouts = reusable.flatMap((file) =>
      jobsOf(file).flatMap(([name, job]) => (uses(job, 'actions/checkout') ? [`${file.split('/').at(-1)} ${name}`] : [])),
    )
    // verify of rebuild fetches the programs from where the config says, which may be the repository.
    expect(checkouts.toSorted()).toEqual(['rebuild.yml plan', 'rebuild.yml verify', 'release.yml package', 'release.yml plan'])
  })

  test('every step after the plan takes it as an artifact, and none the config again', () => {
    const later = reusable.flatMap((file) => jobsOf(file).filter(([name]) => name !== 'plan'))
    const given = later.flatMap(([, { steps = [] }]) =>
      steps.flatMap((step) => (step.with && step.uses?.startsWith(own) ? [step] : [])),
    )
    const suiteSteps = given.filter(({ uses: action }) => !action?.includes('setup-osc'))
    expect(suiteSteps.map((step) => step.with?.['plan'])).toEqual(
      suiteSteps.map(() => 'artifact:plan-${{ needs.plan.outputs.id }}'),
    )
    expect(
      suiteSteps.filter((step) => ['config', 'version', 'channel'].some((name) => Object.hasOwn(step.with ?? {}, name))),
    ).toEqual([])
  })

  test('the names of artifacts hold the plan, so that two calls in one run do not meet', () => {
    const names = reusable.flatMap((file) => stepsOf(file).flatMap((step) => step.with?.['artifact'] ?? []))
    expect(names.filter((name) => !name.includes('{id}') && !name.includes('${{ needs.plan.outputs.id }}'))).toEqual([])
  })

  test('the job that plans has the tags, which versions and changelogs may come from', () => {
    const depths = reusable.flatMap((file) =>
      jobsOf(file).flatMap(([name, { steps = [] }]) =>
        name === 'plan'
          ? steps.flatMap((step) => (step.uses?.startsWith('actions/checkout') ? [step.with?.['fetch-depth']] : []))
          : [],
      ),
    )
    expect(depths).toEqual([0, 0])
  })
})
