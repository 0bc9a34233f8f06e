import type { Judgement } from '../finding.js'
import { judgeDigests } from '../installed-files.js'
import { quote, type Step, type Trial } from './trial.js'

/** Compares the installed files with upstream's, never with one outside of the root that a link leads to. */
export function compareInstalled({ files }: Trial): Step {
  const script = `for path in ${files.map(({ path }) => quote(path)).join(' ')}; do
  file=$(realpath -e "$R$path" 2> /dev/null) || continue
  case $file in "$R"/*) [ -f "$file" ] && printf '%s %s\\n' "$(sha256sum < "$file" | cut -c 1-64)" "$path" ;; esac
done
exit 0`
  const judge: Step['judge'] = ({ stdout }) => {
    const { passed, evidence } = judgeSums(stdout, files)
    return passed ? { told: evidence === '' ? 'no file was stated to compare' : evidence } : { problem: evidence }
  }
  return { inside: false, script, told: '', command: 'sha256sum', judge }
}

/** Judges lines of a digest and a path. */
function judgeSums(output: string, files: Trial['files']): Judgement {
  const digests = new Map(output.split('\n').map((line) => [line.slice(65), line.slice(0, 64)]))
  return judgeDigests(files, (path) => digests.get(path))
}
