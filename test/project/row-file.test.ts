import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { UserError } from '../../src/error.js'
import { readRows } from '../../src/project/row-file.js'
import { testHost } from '../support/host.js'

test('rows come from several artifacts, and one that is not there has none', async () => {
  const stored: Readonly<Record<string, readonly string[]>> = {
    'report-*': ['report-deb', 'report-rpm'],
    reconciliation: ['reconciliation'],
  }
  const host = await testHost({
    artifacts: {
      upload: () => Promise.reject(new Error('nothing is uploaded here')),
      copy: () => Promise.reject(new Error('nothing is copied here')),
      download: async (name, folder) => {
        const names = stored[name]
        if (names === undefined) throw new UserError(`there is no artifact ${name}`)
        for (const each of names) await writeFile(join(folder, `${each}.json`), JSON.stringify([each]))
        return names
      },
    },
  })
  const parse = (text: string) => JSON.parse(text) as readonly string[] // written above
  const read = (given: string) => readRows('report', given, parse, host)
  expect(await read('artifact:report-*')).toEqual(['report-deb', 'report-rpm'])
  expect(await read('artifact:report-*, artifact:reconciliation')).toEqual(['report-deb', 'report-rpm', 'reconciliation'])
  expect(await read('artifact:none, artifact:reconciliation')).toEqual(['reconciliation'])
  await host.remove()
})
