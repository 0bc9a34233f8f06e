import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { validateWorkflow } from '../support/act.js'
import {
  callers,
  files,
  jobsOf,
  listPermissions,
  ownAction,
  readAction,
  readWorkflow,
  reusable,
  stepsOf,
  type Declared,
  type Job,
  type Text,
} from './workflow-file.js'

/** What is wrong with values handed over to declared inputs. */
function compareInputs(given: Text | undefined, declared: Declared | undefined): string[] {
  const unknown = Object.keys(given ?? {}).filter((name) => !Object.hasOwn(declared ?? {}, name))
  const missing = Object.entries(declared ?? {}).filter(
    ([name, input]) => input?.required === true && input.default === undefined && !Object.hasOwn(given ?? {}, name),
  )
  return [...unknown.map((name) => `there is no ${name}`), ...missing.map(([name]) => `${name} is missing`)]
}

/** The outputs of a job, or of the workflow that it calls. */
function outputsOf(job: Job | undefined): object {
  const called = ownAction(job?.uses)
  return called === undefined ? (job?.outputs ?? {}) : (readWorkflow(called).on['workflow_call']?.outputs ?? {})
}

/** The folder of the action that stands in for another's, whose outputs are those of the real one. */
function standInOf(uses = ''): string | undefined {
  const folder = `test/support/${/^actions\/([\w-]+)@/.exec(uses)?.[1]}-stand-in`
  return existsSync(folder) ? folder : undefined
}

describe.each(files)('%s', (file) => {
  test('uses the suite of its own commit, in an example that of a release, and others pinned with the version beside it', () => {
    const lines = readFileSync(file, 'utf8').split('\n')
    const uses = lines.filter((line) => /^\s*(- )?uses:/.test(line)).map((line) => line.replace(/^.*?uses: */, ''))
    const ours = callers.includes(file)
      ? /^obs-publish\/obs-publish(\/\S+)?@v1$/
      : /^\$\/(actions\/[\w-]+|\.github\/workflows\/\w+\.yml)$/
    const pinned = /^[\w-]+(\/[\w-]+)+@[0-9a-f]{40} # v\d\S*$/
    expect(uses.filter((each) => !ours.test(each) && !pinned.test(each))).toEqual([])
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
        // Their results.
        ...needs.map((need) => `needs.${need}`),
        ...needs.flatMap((need) => Object.keys(outputsOf(jobs[need])).map((name) => `needs.${need}.outputs.${name}`)),
        ...(job.steps ?? []).flatMap((step) => {
          const folder = ownAction(step.uses) ?? standInOf(step.uses)
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
  test('has at most 20 lines, or 28 with three workflows in it', () => {
    const most = jobsOf(file).length > 1 ? 28 : 20
    expect(readFileSync(file, 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(most)
  })

  test('grants what the called workflow needs, and no more', () => {
    for (const [, { uses, permissions = readWorkflow(file).permissions ?? {} }] of jobsOf(file)) {
      const called = ownAction(uses)
      const needed = new Set(['contents: read', ...(called === undefined || uses === undefined ? [] : listPermissions(called))])
      // Who may write may read, and a right is stated once.
      if (needed.has('contents: write')) needed.delete('contents: read')
      expect(new Set(Object.entries(permissions).map(([name, right]) => `${name}: ${String(right)}`))).toEqual(needed)
    }
  })
})

test('all that publishes CRI-O has at most 110 lines', () => {
  const lines = ['workflow.yml', 'packages.yaml'].flatMap((name) =>
    readFileSync(`examples/cri-o/${name}`, 'utf8').trimEnd().split('\n'),
  )
  expect(lines.length).toBeLessThanOrEqual(110)
})

describe('the check by the schema', () => {
  const folder = mkdtempSync(join(tmpdir(), 'obs-publish-workflow-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('finds a key that workflows do not have', async () => {
    const text = readFileSync('.github/workflows/release.yml', 'utf8').replace('    runs-on: $', '    runs-upon: $')
    await mkdir(join(folder, '.github', 'workflows'), { recursive: true })
    await writeFile(join(folder, '.github/workflows/release.yml'), text)
    expect(await validateWorkflow(folder, '.github/workflows/release.yml')).toContain('runs-upon')
  })
})
