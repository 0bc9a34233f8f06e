import { UserError } from '../error.js';
import { comparePackages, incomparable } from './package.js';
import { ignoreItems } from './ignore.js';
import { pairPackages } from './pair.js';
import { readSide } from './side.js';
/**
 * Compares what is at two places: packages, folders or repositories.
 * Throws a {@link UserError} when there is nothing to compare, and a WorkError for a package that cannot be read.
 * @param ignored as in {@link ignoreItems}
 */
export async function compareSides(left, right, ignored, host) {
    const lefts = await readSide(left, host);
    const rights = await readSide(right, host);
    if (lefts.length === 0 && rights.length === 0)
        throw new UserError(`There is no package in ${left} and none in ${right}, so nothing would be compared: check the places.`);
    const pairs = pairPackages(lefts, rights);
    if (pairs.some((pair) => pair.left && pair.right && pair.left.format !== pair.right.format))
        host.log.warning(`Between a deb and an rpm these were not compared: ${incomparable}.`);
    const isIgnored = ignoreItems(ignored);
    const differences = pairs.flatMap((pair) => findDifferences(pair).filter((difference) => !isIgnored(difference)));
    return { left: lefts.length, right: rights.length, differences };
}
function findDifferences({ left, right }) {
    if (left && right)
        return comparePackages(left, right).map((finding) => toDifference(finding, left, right));
    if (left)
        return [toDifference({ what: 'package', where: '', left: left.file, right: null }, left, left)];
    return [toDifference({ what: 'package', where: '', left: null, right: right.file }, right, right)];
}
function toDifference(finding, left, right) {
    const { name, architecture, version } = left;
    const format = left.format === right.format ? left.format : 'deb and rpm';
    return { package: name, format, architecture, version, ...finding };
}
