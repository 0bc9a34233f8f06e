import { expect, test } from '@jest/globals'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const files = globSync('{*,docs/*,actions/*/*,examples/*/*,presets/*/*}.md').toSorted()

/** The headings of a Markdown text as GitHub's anchors. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  )
}

/** Links within the repository that lead nowhere. */
function brokenLinks(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
    if (/^[a-z]+:/.test(link)) return []
    const [path = '', anchor] = link.split('#')
    const target = path === '' ? file : join(dirname(file), path)
    if (!existsSync(target)) return [link]
    return anchor === undefined || anchorsOf(readFileSync(target, 'utf8')).includes(anchor) ? [] : [link]
  })
}

test('there are texts with links', () => {
  expect(files).toEqual(expect.arrayContaining(['README.md', 'docs/tutorial.md', 'actions/plan/README.md']))
  expect(readFileSync('README.md', 'utf8')).toContain('](docs/')
})

test.each(files)('every link of %s within the repository leads somewhere', (file) => {
  expect(brokenLinks(file)).toEqual([])
})
