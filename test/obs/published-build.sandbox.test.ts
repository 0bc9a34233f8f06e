import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { accountOf, askAs, editMeta, sandbox } from './live.js'
import { makePromoter, type Promoter } from './promoter.js'

// A build project that OBS publishes: what is to be promoted is verified there, where it is published, as users would get it.

let promoter: Promoter

beforeAll(async () => {
  promoter = await makePromoter(['1.0.0'])
  await promoter.build('1.0.0')
  await editMeta(promoter.projects.build, (meta) =>
    meta.replace(/<publish>\s*<disable\/>\s*<\/publish>/, '<publish><disable/><enable repository="rpm"/></publish>'),
  )
  const admin = await accountOf('Admin')
  const listed = () => askAs(admin, `/published/${promoter.projects.build}/rpm/aarch64`)
  const settled = () => askAs(admin, `/build/${promoter.projects.build}/_result?repository=rpm&view=summary`)
  while (!(await listed())?.includes('.rpm') || !/^(?!.*dirty)(?:.*"published".*){2}/s.test((await settled()) ?? ''))
    await new Promise((resolve) => setTimeout(resolve, 500))
}, 300_000)

afterAll(() => promoter.person.remove())

/** The checks that were made of the packages of a builder, each once, sorted. */
function checksOf(report: unknown, builder: string): readonly string[] {
  const rows = (report as { builder?: string; check: string; passed: boolean }[]).filter((row) => row.builder === builder) // promote declares it so
  expect(rows.filter(({ passed }) => !passed)).toEqual([])
  return [...new Set(rows.map(({ check }) => check))].toSorted()
}

test('what it publishes is verified there with its key, what it does not as binaries, and both are said', async () => {
  const { build } = promoter.projects
  const url = `${sandbox.downloadUrl}/${build.replaceAll(':', ':/')}/rpm`
  const grounds = [
    `deb: verified on the binaries: OBS does not publish ${build}.`,
    `rpm: verified in the build project's own repository, ${url}.`,
  ]
  const all = { checks: '' }
  const recorded = await promoter.record('1.0.0', all)
  expect(recorded).toMatchObject({ changed: true, problems: [], grounds })
  expect(checksOf(recorded['report'], 'rpm')).toEqual(['metadata', 'payload', 'presence', 'signatures'])
  expect(checksOf(recorded['report'], 'deb')).toEqual(['payload', 'presence'])
  for (const sentence of grounds) expect(recorded['body']).toContain(`- ${sentence}\n`)

  const checked = await promoter.run('check', all)
  expect(checked).toMatchObject({ code: 0, outputs: { grounds: grounds.map((each) => `1.0.0 in stable, ${each}`) } })
  const applied = await promoter.run('apply')
  expect(applied).toMatchObject({ code: 0, outputs: { changed: true, problems: [] } })
}, 300_000)

test('what cannot be reached there is verified as binaries', async () => {
  await promoter.edit(
    (await promoter.list()).replace('    version: 1.0.0\n', '    version: 1.0.0\n    yanked: to try it again\n'),
  )
  expect(await promoter.run('apply')).toMatchObject({ code: 0 })
  await promoter.edit((await promoter.list()).replace('    yanked: to try it again\n', ''))
  // No host of that name has a repository.
  const elsewhere = { 'repository-url': 'http://127.0.0.1:9/{project-path}/{builder}', checks: 'presence' }
  const { code, outputs } = await promoter.run('check', elsewhere)
  expect({ code, problems: outputs['problems'] }).toEqual({ code: 0, problems: [] })
  expect((outputs['grounds'] as string[])[1]).toMatch(
    /^1\.0\.0 in stable, rpm: verified on the binaries: http:\/\/127\.0\.0\.1:9\/.* cannot be read: /,
  ) // promote declares it so
}, 300_000)
