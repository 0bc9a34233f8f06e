import type { Step } from './trial.js'

const line = '# changed by the administrator'

/**
 * Changes every file of configuration as an administrator would, by a line at its end.
 * @param inside whether the paths are those inside of the root
 * @param list a command that lists the files of which a package says that changes to them are kept
 */
export function changeFiles(inside: boolean, list: string): Step {
  const script = `${list} | while IFS= read -r file; do
  path=${inside ? '' : '$R'}$file
  [ -f "$path" ] && [ ! -L "$path" ] || continue
  printf '%s\\n' '${line}' >> "$path"
  printf '%s\\n' "$file"
done > ${changed(inside)}
cat ${changed(inside)}`
  const judge: Step['judge'] = ({ stdout }) => ({
    told: stdout === '' ? 'it has no file of configuration to change' : `changed ${listPaths(stdout).join(', ')} by hand`,
  })
  return { inside, script, told: '', command: 'echo', judge }
}

/** Whether the changed files are as the administrator left them. */
export function judgeKept(inside: boolean): Step {
  const script = `while IFS= read -r file; do
  if [ "$(tail -n 1 "${inside ? '' : '$R'}$file" 2> /dev/null)" = '${line}' ]; then printf 'kept %s\\n' "$file"; else printf 'lost %s\\n' "$file"; fi
done < ${changed(inside)}`
  const judge: Step['judge'] = ({ stdout }) => {
    const lost = listPaths(stdout).filter((each) => each.startsWith('lost '))
    const paths = (lines: readonly string[]) => lines.map((each) => each.slice(5)).join(', ')
    return lost.length > 0
      ? { problem: `the upgrade threw away what an administrator had changed in ${paths(lost)}: make it a file of configuration` }
      : { told: stdout === '' ? '' : `${paths(listPaths(stdout))} kept the change` }
  }
  return { inside, script, told: '', command: 'tail', judge }
}

function changed(inside: boolean): string {
  return inside ? '/run/changed-files' : '"$JOB/changed"'
}

function listPaths(output: string): readonly string[] {
  return output.split('\n').filter((each) => each !== '')
}
