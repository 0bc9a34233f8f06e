/**
 * Compares two versions as packages carry them (`1.30.0~alpha.2`): negative when the left one is older. This is
 * dpkg's order (deb-version(7), sorting algorithm). rpm's is the same for every pair of versions that one project
 * would write; they part only where a number stands against a word in the same place (`~0.1` and `~alpha.1`).
 */
export function comparePackageVersions(left, right) {
    const lefts = splitParts(left);
    const rights = splitParts(right);
    for (let index = 0; index < Math.max(lefts.length, rights.length); index++) {
        const [text = '', number = ''] = lefts[index] ?? [];
        const [otherText = '', otherNumber = ''] = rights[index] ?? [];
        const difference = compareText(text, otherText) || compareNumber(number, otherNumber);
        if (difference !== 0)
            return difference;
    }
    return 0;
}
/** Cuts a version into pairs of what is no digit and the digits that follow. */
function splitParts(version) {
    return [...version.matchAll(/(\D*)(\d*)/g)].flatMap(([whole, text = '', digits = '']) => whole === '' ? [] : [[text, digits]]);
}
/** `~` sorts before the end of the text, the end before letters, letters before all else. */
function compareText(left, right) {
    for (let index = 0; index < Math.max(left.length, right.length); index++) {
        const difference = weigh(left[index]) - weigh(right[index]);
        if (difference !== 0)
            return difference;
    }
    return 0;
}
function weigh(character) {
    if (character === undefined)
        return 0;
    if (character === '~')
        return -1;
    const code = character.charCodeAt(0);
    return /[A-Za-z]/.test(character) ? code : code + 256;
}
/** Numbers of any length; without digits it is zero. */
function compareNumber(left, right) {
    const difference = BigInt(left || '0') - BigInt(right || '0');
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
