import { UserError } from '../error.js'
import type { Plan } from './plan.js'

/** When a version becomes public, and the name that stands for it until then. */
export interface Embargo {
  /** Milliseconds since the epoch. */
  readonly time: number
  /** Says nothing to whoever does not know the salt that it was made with. */
  readonly token: string
}

const infix = ':embargo-'

/**
 * The plan that builds a version where nobody else sees it: in a project of its own, from which it is released into the same
 * publish project as any other. Throws a {@link UserError} for a project that publishes itself.
 */
export function planEmbargo(plan: Plan, { time, token }: Embargo): Plan {
  if (plan.publishProject === undefined)
    throw new UserError(
      `${plan.buildProject} publishes itself, so all that is built there is seen at once; give the config a \`publish-project\`, from which an embargo holds it back.`,
    )
  return { ...plan, embargo: time, buildProject: `${plan.buildProject}${infix}${token}` }
}

/** Whether a project is the hidden one of some version that a build project's config describes. */
export function isEmbargoProject(name: string, buildProject: string): boolean {
  return name.startsWith(`${buildProject}${infix}`) && /^[0-9a-f]+$/.test(name.slice(buildProject.length + infix.length))
}

/**
 * Everything in a plan that tells of the version, with what is shown in its place: versions in all spellings, and the names
 * of the projects, which tell of the minor.
 */
export function secretsOf(plan: Plan, { token }: Embargo): ReadonlyMap<string, string> {
  const versions = [plan.version, ...plan.packages.map(({ version }) => version)]
  // A shorter one would be found in everything.
  const long = versions.flatMap(({ upstream, package: own }) => [upstream, own]).filter((text) => text.length >= 3)
  const spellings = long.flatMap((text) => spellingsOf(text))
  const [open = ''] = plan.buildProject.split(infix)
  return new Map([
    ...spellings.map((text) => [text, token] as const),
    ...spellingsOf(plan.buildProject).map((text) => [text, `the hidden project ${token}`] as const),
    ...spellingsOf(open).map((text) => [text, 'the build project'] as const),
    ...spellingsOf(plan.publishProject ?? '').map((text) => [text, 'the publish project'] as const),
  ])
}

/** A text as it is, as addresses write it, and as they lie in folders of a download host. */
function spellingsOf(text: string): readonly string[] {
  if (text === '') return []
  const folder = text.replaceAll(':', ':/')
  return [...new Set([text, encodeURIComponent(text), text.replaceAll('+', '%2B'), folder, encodeURI(folder)])]
}
