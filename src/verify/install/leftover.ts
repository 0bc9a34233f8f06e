import type { Step } from './trial.js'

/** What a person expects to outlive a package: the rules of piuparts, for what only dpkg, apt and the base write. */
const ignored = [
  /^\/(dev|proc|run|sys|tmp)(\/|$)/,
  /^\/var\/(cache|log|tmp|run|lock)(\/|$)/,
  /^\/var\/lib\/(dpkg|apt|rpm|dnf|pam|ucf)(\/|$)/,
  /^\/usr\/lib\/sysimage(\/|$)/,
  /^\/etc\/(passwd|group|shadow|gshadow|subuid|subgid)([-+]|\.\w+)?$/,
  /^\/etc\/(\.pwd\.lock|\.updated|ld\.so\.cache|machine-id|shells)$/,
  // Folders that whatever enables a unit makes, and nobody takes away again.
  /^\/etc\/systemd(\/system(\/[^/]+\.(wants|requires))?)?$/,
  /^\/var\/lib\/systemd(\/deb-systemd-[a-z-]+)?$/,
  /^\/etc\/rc[0-6S]\.d$/,
  /\.rpm(save|orig)$/,
]

/** Remembers what there is beside the base, before the package comes. */
export const rememberFiles: Step = { inside: false, script: `${listNew()} > "$JOB/before"`, told: '', command: 'find' }

/**
 * Tells of what there was not before: files and folders that the package left.
 * @param owned a command that lists what other packages own; nothing of that is the package's
 * @param after the command that should have taken all away
 * @param advice how to mend it
 */
export function compareFilesLeft(owned: string, after: string, advice: string): Step {
  const script = `${listNew()} > "$JOB/after"
${owned} | LC_ALL=C sort -u > "$JOB/owned"
LC_ALL=C comm -13 "$JOB/before" "$JOB/after" | LC_ALL=C comm -23 - "$JOB/owned"`
  const judge: Step['judge'] = ({ stdout }) => {
    const left = findLeftovers(stdout)
    if (left.length === 0) return { told: 'nothing of it is left' }
    const shown = `${left.slice(0, 10).join(', ')}${left.length > 10 ? ` and ${left.length - 10} more` : ''}`
    return { problem: `\`${after}\` leaves ${shown}: ${advice}` }
  }
  return { inside: false, script, told: '', command: 'find', judge }
}

/** Paths below the root that the root below it lacks; a removal is written as a device into an overlay. */
function listNew(): string {
  const lacking = `while IFS= read -r path; do [ -e "$LOW/$path" ] || [ -L "$LOW/$path" ] || printf '/%s\\n' "$path"; done`
  const list = `find . -xdev ! -type c -printf '%P\\n'`
  return `cd "$UP" && ${list} | { if [ -n "$LOW" ]; then ${lacking}; else sed 's,^,/,'; fi; } | LC_ALL=C sort -u`
}

/** The paths that a package should have taken along, without those inside of another one. */
export function findLeftovers(listing: string): readonly string[] {
  const paths = listing.split('\n').filter((path) => path !== '' && path !== '/' && !ignored.some((rule) => rule.test(path)))
  return paths.filter((path) => !paths.some((other) => path.startsWith(`${other}/`)))
}
