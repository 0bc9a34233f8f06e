/**
 * Compares two versions as packages carry them (`1.30.0~alpha.2`, `1:1.30.0-1.1`), with epoch and release or without:
 * negative when the left one is older. This is dpkg's order (deb-version(7), sorting algorithm): without an epoch it
 * is 0, and so is a missing release. rpm's is the same for what one project writes, versions by parseVersion with the
 * same parts of `[epoch:]version[-release]`. For others rpm differs: it passes over separators (`1.0+1` is `1.0.1`), puts
 * a number above a word in the same place (`~0.1` and `~alpha.1`), and takes a missing release for any.
 */
export function comparePackageVersions(left: string, right: string): number {
  const [epoch, version, release] = splitVersion(left)
  const [otherEpoch, otherVersion, otherRelease] = splitVersion(right)
  return compareNumber(epoch, otherEpoch) || compareParts(version, otherVersion) || compareParts(release, otherRelease)
}

/** The epoch ends at the first colon, the release begins after the last hyphen. */
function splitVersion(whole: string): [epoch: string, version: string, release: string] {
  const [, epoch = '', rest = whole] = /^(\d+):(.*)$/.exec(whole) ?? []
  const hyphen = rest.lastIndexOf('-')
  return hyphen < 0 ? [epoch, rest, ''] : [epoch, rest.slice(0, hyphen), rest.slice(hyphen + 1)]
}

function compareParts(left: string, right: string): number {
  const lefts = splitParts(left)
  const rights = splitParts(right)
  for (let index = 0; index < Math.max(lefts.length, rights.length); index++) {
    const [text = '', number = ''] = lefts[index] ?? []
    const [otherText = '', otherNumber = ''] = rights[index] ?? []
    const difference = compareText(text, otherText) || compareNumber(number, otherNumber)
    if (difference !== 0) return difference
  }
  return 0
}

/** Cuts a version into pairs of what is no digit and the digits that follow. */
function splitParts(version: string): [text: string, digits: string][] {
  return [...version.matchAll(/(\D*)(\d*)/g)].flatMap(([whole, text = '', digits = '']) =>
    whole === '' ? [] : [[text, digits] satisfies [string, string]],
  )
}

/** `~` sorts before the end of the text, the end before letters, letters before all else. */
function compareText(left: string, right: string): number {
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = weigh(left[index]) - weigh(right[index])
    if (difference !== 0) return difference
  }
  return 0
}

function weigh(character: string | undefined): number {
  if (character === undefined) return 0
  if (character === '~') return -1
  const code = character.charCodeAt(0)
  return /[A-Za-z]/.test(character) ? code : code + 256
}

/** Numbers of any length; without digits it is zero. */
function compareNumber(left: string, right: string): number {
  const difference = BigInt(left || '0') - BigInt(right || '0')
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}
