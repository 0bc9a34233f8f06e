import { listAllFiles } from './container.js'
import type { Osc } from './osc.js'
import type { Survey } from './project-survey.js'

const shown = 10

/** Says of each deletion which published packages it takes from users. */
export async function describeTaken(surveys: readonly Survey[], osc: Osc): Promise<readonly string[]> {
  const sentences: string[] = []
  for (const { desired, live, differences } of surveys) {
    const taking = differences.flatMap(({ takes }) => takes ?? [])
    if (live === undefined || taking.length === 0) continue
    const files = await listAllFiles(desired.name, osc)
    for (const { repository, arch } of taking) {
      const own = files.filter((file) => file.repository === repository && (arch === undefined || file.architecture === arch))
      const names = [...new Set(own.map(({ file }) => file))]
      const list = `${names.slice(0, shown).join(', ')}${names.length > shown ? ` and ${names.length - shown} more` : ''}`
      const place = `${desired.name}/${repository}${arch === undefined ? '' : `/${arch}`}`
      sentences.push(
        names.length === 0
          ? `${place} is deleted; it holds no packages`
          : `${place} is deleted, and with it ${names.length} packages: ${list}`,
      )
    }
  }
  return sentences
}
