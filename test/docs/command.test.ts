import { globSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { registry } from '../../src/operations/registry.js'
import { listBlocks } from './blocks.js'

const files = globSync('{*,docs/*}.md').toSorted()
/** What every command takes. */
const common = ['json', 'help', 'verbose']

interface Command {
  readonly operation: string
  readonly options: readonly string[]
}

/** The commands of obs-publish in a text: in blocks of a shell, and in code within a sentence. */
function listCommands(file: string): readonly Command[] {
  const text = readFileSync(file, 'utf8')
  const blocks = listBlocks(text).filter(({ language }) => language === 'sh' || language === 'console')
  const lines = blocks.flatMap((block) => block.text.replaceAll('\\\n', ' ').split('\n'))
  const inline = [...text.replace(/^```[^]*?^```$/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)
  return [...lines, ...inline].flatMap((line) => {
    const [, operation = '', rest = ''] = /(?:^|[\s$#])(?:obs-publish|node dist\/cli\.js) ([a-z][a-z-]+)(.*)$/.exec(line) ?? []
    if (operation === '') return []
    return [
      { operation, options: [...rest.replace(/ [#|].*$/, '').matchAll(/(?<=\s)--([a-z][a-z-]*)/g)].map(([, name = '']) => name) },
    ]
  })
}

test.each(files)('%s names operations and inputs that there are', async (file) => {
  const wrong: string[] = []
  for (const { operation, options } of listCommands(file)) {
    const declared = await registry[operation]?.()
    if (declared === undefined) wrong.push(operation)
    else
      for (const name of options)
        if (!Object.hasOwn(declared.inputs, name) && !common.includes(name)) wrong.push(`${operation} --${name}`)
  }
  expect(wrong).toEqual([])
})

test('there are such commands', () => {
  expect(files.flatMap(listCommands).length).toBeGreaterThan(30)
})
