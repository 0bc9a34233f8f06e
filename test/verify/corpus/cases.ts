import type { CorpusCase } from './case.js'
import { index } from './index.js'
import { layout } from './layout.js'
import { list } from './list.js'
import { oddDeb } from './odd-deb.js'
import { oddRpm } from './odd-rpm.js'
import { payload } from './payload.js'
import { rpmTrust } from './rpm-trust.js'
import { transport } from './transport.js'
import { trust } from './trust.js'

/** The whole corpus. */
export const cases: readonly CorpusCase[] = [
  ...layout,
  ...oddDeb,
  ...oddRpm,
  ...list,
  ...transport,
  ...trust,
  ...rpmTrust,
  ...index,
  ...payload,
]
