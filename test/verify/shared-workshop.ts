import { afterAll, beforeAll } from '@jest/globals'
import { testHost, type TestHost } from '../support/host.js'
import * as fixture from './fixture.js'

/** A workshop and a host for all tests of a file, there before the first of them and removed after the last. */
export function shareWorkshop(use: (made: { readonly workshop: fixture.Workshop; readonly host: TestHost }) => void): void {
  let remove = () => Promise.resolve()
  beforeAll(async () => {
    const made = { workshop: await fixture.openWorkshop(), host: await testHost() }
    remove = async () => {
      await fixture.closeWorkshop(made.workshop)
      await made.host.remove()
    }
    use(made)
  }, 30_000)
  afterAll(() => remove())
}
