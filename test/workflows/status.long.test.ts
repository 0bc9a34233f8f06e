import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { startIssues, type IssuesStandIn } from '../support/issues-stand-in.js'
import { readSandbox } from './obs.js'
import { servePages, type Pages } from './pages.js'
import { expectRun, makeProject, publishedJobs, type Project } from './project.js'
import { projectsOf } from './user-repository.js'

let project: Project
let issues: IssuesStandIn
let pages: Pages

beforeAll(async () => {
  project = await makeProject(readSandbox())
  issues = await startIssues({ repository: 'example/hello' })
  pages = await servePages()
})

afterAll(async () => {
  await pages.close()
  await issues.close()
  await project.remove()
})

const release = async (version: string) => {
  expectRun(await project.pushTag(version), publishedJobs)
  await project.tag(version)
  const name = `verify (1.2 ${version.slice(1)} stable ${projectsOf(project.word, 'stable').publish})`
  expectRun(await project.verifyAndTell(issues, pages), {
    list: 'success',
    [name]: 'success',
    issue: 'success',
    status: 'success',
  })
}
/** The texts of the news, from the first. */
const news = async () => {
  const { events } = JSON.parse(await pages.get('status.json')) as { events: { text: string }[] } // what status-page writes
  return events.map(({ text }) => text).toReversed()
}
const published = (version: string) => `${version} is published in stable; no check failed`

test('the page tells what was verified for real, with the lines that installs were tried with, and goes on with its history', async () => {
  await release('v1.2.3')
  const page = await pages.get('index.html')
  expect(page).toContain('<h1>Packages of our project</h1>')
  expect(page).toMatch(/<th scope="row"><a href="stable\/index\.html">stable<\/a><\/th><td>1\.2\.3 <small>deb, rpm<\/small>/)
  for (const line of ['sudo apt-get install hello', 'sudo dnf install hello', 'sudo zypper install hello'])
    expect(page).toContain(line)
  const { lines } = JSON.parse(await pages.get('status.json')) as { lines: { keys: { fingerprint: string }[] }[] } // what status-page writes
  const [fingerprint = ''] = lines.flatMap(({ keys }) => keys.map((key) => key.fingerprint))
  expect(fingerprint).toMatch(/^[0-9A-F]{40}$/)
  expect(page).toContain(fingerprint.replace(/(.{4})(?=.)/g, '$1 '))
  expect(await news()).toEqual([published('1.2.3')])

  await release('v1.2.4')
  expect(await news()).toEqual([published('1.2.3'), published('1.2.4')])
  expect(await pages.get('feed.xml')).toContain(`<link rel="self" href="${pages.url}/feed.xml"/>`)
}, 600_000)
