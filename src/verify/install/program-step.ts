import { basename } from 'node:path'
import type { Step, StepVerdict, Trial } from './trial.js'
import { quote } from './trial.js'

/** Seconds that a program may take to say its version. */
const patience = 20

/**
 * Asks the programs that a cell states for their version; undefined when it states none.
 * @param emulator a static program that runs those for another architecture; without it scripts are asked as well
 */
export function askPrograms({ files, version, isAssumed }: Trial, emulator?: string): Step | undefined {
  const programs = files.map(({ path }) => path).filter((path) => /^\/(usr\/)?s?bin\/[^/]+$/.test(path))
  if (programs.length === 0) return undefined
  const file = emulator === undefined ? '$program' : '$R$program'
  const kinds = emulator === undefined ? "177ELF*|'#!'*" : '177ELF*'
  const call = emulator === undefined ? '"$program"' : 'chroot "$R" /emulator "$program"'
  const script = `${emulator === undefined ? '' : `cp ${quote(emulator)} "$R/emulator"\n`}for program in ${programs.map(quote).join(' ')}; do
  [ -f "${file}" ] && [ -x "${file}" ] || continue
  case $(head -c 4 "${file}" | od -An -c | tr -d ' ') in ${kinds}) ;; *) continue ;; esac
  for question in --version version; do
    code=0
    said=$(timeout ${patience} ${call} "$question" 2>&1 < /dev/null) || code=$?
    printf '%s\\n' "== $code $program $question" "$said" | head -c 4000
    printf '\\n'
  done
done
exit 0`
  const judge: Step['judge'] = ({ stdout }) => {
    const verdict = judgeAnswers(stdout, version, isAssumed || emulator !== undefined)
    const { told = '' } = verdict
    return emulator === undefined || told === '' ? verdict : { told: `${told}, as ${basename(emulator)} runs it` }
  }
  return { inside: emulator === undefined, script, told: '', command: 'PROGRAM --version', judge }
}

/** Whether programs say the version they should; one that says none at all is no fault, another version is. */
export function judgeAnswers(output: string, version: string, isAssumed = false): StepVerdict {
  const problems: string[] = []
  const told: string[] = []
  for (const [program, answers] of collectAnswers(output)) {
    const right = answers.find(({ text }) => says(text, version))
    const broken = answers.every(({ code }) => code >= 126)
    const wrong = answers.find(({ code, text }) => code === 0 && anyVersion.test(text))
    if (right) told.push(`\`${program} ${right.question}\` says ${version}`)
    else if (broken && isAssumed) told.push(`${program} cannot be started in a base that is only assumed`)
    else if (broken) problems.push(`${program} cannot be started: ${firstLine(answers[0]?.text ?? '')}`)
    else if (wrong)
      problems.push(
        `\`${program} ${wrong.question}\` says ${anyVersion.exec(wrong.text)?.[0] ?? ''}, not ${version}: build that version`,
      )
    else told.push(`${program} does not say its version`)
  }
  return problems.length > 0 ? { problem: problems.join('; ') } : { told: told.join('; ') }
}

interface Answer {
  readonly question: string
  readonly code: number
  readonly text: string
}

const anyVersion = /\d+\.\d+\.\d+[\w.+~-]*/

function collectAnswers(output: string): Map<string, Answer[]> {
  const found = new Map<string, Answer[]>()
  for (const part of output.split(/^== /m).slice(1)) {
    const [, code = '', program = '', question = '', text = ''] = /^(\d+) (\S+) (\S+)\n([^]*)$/.exec(part) ?? []
    if (program !== '') found.set(program, [...(found.get(program) ?? []), { question, code: Number(code), text }])
  }
  return found
}

/** A version said within another one, as 1.2.3 in 1.2.30, is not said. */
function says(text: string, version: string): boolean {
  return [version, version.replaceAll('~', '-')].some((each) => {
    for (let at = text.indexOf(each); at >= 0; at = text.indexOf(each, at + 1)) {
      if (!/[\d.]/.test(text[at - 1] ?? '') && !/^(\d|\.\d|[-~]\w)/.test(text.slice(at + each.length))) return true
    }
    return false
  })
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? ''
}
