import { describe, expect, test } from '@jest/globals'
import { findDependants, refuseDependants, removedRepositories, requireTargets } from '../../src/sandbox/gateway/dependency.js'
import { ancestorsOf, isMaintainer, mayCreate, mayReadSources, maySee } from '../../src/sandbox/gateway/rights.js'
import { validateMeta, validateProjectName } from '../../src/sandbox/gateway/validation.js'
import { parseXml } from '../../src/xml.js'
import { writeXml } from '../../src/xml-writer.js'

const jane = { login: 'jane', admin: false }
const admin = { login: 'Admin', admin: true }
const project = (content = '', name = 'isv:team') =>
  parseXml(`<project name="${name}"><title/><description/>${content}</project>`)
const as = (role: string) => `<person userid="jane" role="${role}"/>`

describe('rights', () => {
  test.each([
    ['the maintainer of a project', [project(as('maintainer'))], true],
    ['the maintainer of a project above', [project(), project(as('maintainer'), 'isv')], true],
    ['a bugowner', [project(as('bugowner'))], false],
    ['nobody', [project()], false],
  ])('%s may change it: %j', (_, chain, verdict) => {
    expect(isMaintainer(chain, jane)).toBe(verdict)
    expect(isMaintainer(chain, admin)).toBe(true)
  })

  test.each([
    ['isv:team:stable', [project(as('maintainer'))], true],
    ['isv:team:stable', [project(), project(as('maintainer'), 'isv')], false],
    ['isv', [], false],
    ['home:jane', [], true],
    ['home:jane:tools', [], true],
    ['home:janet', [], false],
  ])('jane may make %s', (name, ancestors, verdict) => {
    expect(mayCreate(name, ancestors, jane)).toBe(verdict)
    expect(mayCreate(name, ancestors, admin)).toBe(true)
  })

  test.each([
    ['a hidden project', '<access><disable/></access>', false],
    ['a hidden project of hers', `${as('reader')}<access><disable/></access>`, true],
    ['an open project', '', true],
  ])('jane may see %s', (_, content, verdict) => {
    expect(maySee(project(content), jane)).toBe(verdict)
  })

  test.each([
    ['hidden', '<sourceaccess><disable/></sourceaccess>', false],
    ['hidden, in a project of hers', `${as('reader')}<sourceaccess><disable/></sourceaccess>`, true],
    ['open', '', true],
  ])('jane may read sources that are %s', (_, content, verdict) => {
    expect(mayReadSources([project(content)], jane)).toBe(verdict)
  })

  test('the projects above one, the nearest first', () => {
    expect(ancestorsOf('isv:team:stable')).toEqual(['isv:team', 'isv'])
    expect(ancestorsOf('isv')).toEqual([])
  })
})

describe('a _meta', () => {
  const meta = (content: string) => `<project name="P"><title/><description/>${content}</project>`
  test.each([
    ['empty', ''],
    [
      'with everything',
      '<url>u</url><link project="Q"/><person userid="jane" role="maintainer"/><lock><enable/></lock><publish><disable/></publish><build><enable arch="x86_64"/></build><repository name="deb" rebuild="local"><releasetarget project="T" repository="deb" trigger="manual"/><path project="D" repository="s"/><arch>x86_64</arch></repository>',
    ],
  ])('%s is valid', (_, content) => {
    expect(validateMeta(meta(content), 'project').name).toBe('project')
  })

  test.each([
    ['that is no XML', '<project', 'FATAL'],
    ['of something else', '<package name="P"/>', 'Expecting element project, got package'],
    ['without a description', '<project name="P"><title/></project>', 'Expecting an element description, got nothing'],
    ['in another order', '<project name="P"><description/><title/></project>', 'Did not expect element title there'],
    ['with an unknown element', meta('<colour/>'), 'Did not expect element colour there'],
    ['with an element twice', meta('<url>a</url><url>b</url>'), 'Did not expect element url there'],
    [
      'with an unknown architecture',
      meta('<repository name="x"><arch>x86</arch></repository>'),
      'Error validating value x86 of arch',
    ],
    [
      'with architectures before paths',
      meta('<repository name="x"><arch>x86_64</arch><path project="a" repository="b"/></repository>'),
      'Did not expect element path there',
    ],
    ['with an unknown role', meta('<person userid="jane" role="king"/>'), 'Invalid attribute role for element person'],
    ['with a flag of nothing', meta('<build><off/></build>'), 'Did not expect element off there'],
  ])('%s is refused in several lines', (_, text, complaint) => {
    expect(() => validateMeta(text, 'project')).toThrow(
      expect.objectContaining({ status: 400, code: 'validation_failed', message: expect.stringContaining(complaint) }),
    )
    expect(() => validateMeta(text, 'project')).toThrow(/^project validation error:\n/)
  })

  test.each(['', 'a::b', ':a', 'a b', '_a', 'a:.b', '0'])('%j is no name of a project', (name) => {
    expect(() => validateProjectName(name)).toThrow(expect.objectContaining({ code: 'invalid_project_name' }))
  })
})

describe('repositories that name each other', () => {
  const repository = (content: string, name = 'deb') => `<repository name="${name}">${content}</repository>`
  const base = project(repository(''), 'Base')
  const read = (name: string) => Promise.resolve(name === 'Base' ? base : undefined)

  test.each([
    ['a path', '<path project="Nope" repository="deb"/>', 404, 'repository_access_failure', 'Project Nope does not exist.'],
    ['a path', '<path project="Base" repository="nope"/>', 400, 'project_save_error', "Cannot find repository 'Base/nope'"],
    [
      'a release target',
      '<releasetarget project="Nope" repository="deb"/>',
      400,
      'project_save_error',
      "Project 'Nope' does not exist.",
    ],
    [
      'a release target',
      '<releasetarget project="Base" repository="nope"/>',
      400,
      'project_save_error',
      "Unknown target repository 'Base/nope'",
    ],
  ])('%s that leads nowhere is refused', async (_, content, status, code, message) => {
    await expect(requireTargets(project(repository(content)), read)).rejects.toMatchObject({ status, code, message })
  })

  test('are fine when they lead somewhere, also into the project itself', async () => {
    await requireTargets(
      project(repository('<path project="Base" repository="deb"/><path project="isv:team" repository="deb"/>')),
      read,
    )
  })

  test('keep each other from being removed, and lose what they name when that is forced', () => {
    const build = project(repository('<releasetarget project="Base" repository="deb" trigger="manual"/>'), 'Build')
    expect(removedRepositories(base, project('', 'Base'))).toEqual(['deb'])
    const dependants = findDependants('Base', ['deb'], [build, project('', 'Other')])
    expect(refuseDependants(dependants)).toMatchObject({
      status: 400,
      code: 'repo_dependency',
      message: 'Unable to delete repository; following target repositories depend on this project:\nBuild/deb',
    })
    expect(writeXml(dependants[0]?.without ?? build)).toContain(
      '<releasetarget project="deleted" repository="deleted" trigger="manual"/>',
    )
    const user = project(repository('<path project="Base" repository="deb"/>'), 'User')
    expect(refuseDependants(findDependants('Base', ['deb'], [user])).message).toBe(
      'Unable to delete repository; following repositories depend on this project:\nUser/deb',
    )
  })
})
