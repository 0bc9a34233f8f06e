import type { LoadedConfig } from '../../src/config/config.js'
import type { Plan } from '../../src/plan/plan.js'
import { makePlan, type PlanRequest } from '../../src/plan/planner.js'

/** Plans a config as a checkout without tags would. */
export function planOf(loaded: LoadedConfig, request: Partial<PlanRequest> = {}): Plan {
  const history = { tags: [], parents: new Map() }
  return makePlan(loaded, { version: '1.2.3', packages: [], history, suite: '0.1.0', ...request })
}
