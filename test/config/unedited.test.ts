import { expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { findUnedited } from '../../src/config/unedited.js'
import { writeConfigText } from '../../src/import/config-text.js'
import { oneProgram } from '../support/config.js'

const pathsOf = (text: string) => findUnedited(parseConfig('packages.yaml', text).config).map(({ path }) => path.join('.'))

test('what init writes is known as not edited yet, project by project', () => {
  const [, obs = ''] = /^(obs:\n(?: .*\n)+)/m.exec(writeConfigText({ packages: [] }, 'a spec')) ?? []
  const written = `${obs}${oneProgram.slice(oneProgram.indexOf('builders:'))}`
  expect(pathsOf(written)).toEqual(['obs.build-project', 'obs.publish-project'])
  expect(pathsOf(written.replace('home:YOU', 'home:jane'))).toEqual(['obs.publish-project'])
  expect(pathsOf(written.replaceAll('home:YOU', 'home:YOUNG'))).toEqual([])
})
