import { isWithin, parseRange } from './range.js';
/** Chooses from a table of ranges the value of the one range that holds a version; two or none are a problem. */
export function chooseByVersion(table, version) {
    const matching = Object.entries(table).filter(([text]) => isWithin(version, rangeOf(text)));
    const [first, second] = matching;
    if (first && second)
        return {
            problem: `has two ranges for ${version.upstream}, ${quote(first[0])} and ${quote(second[0])}; let one end where the other begins`,
        };
    if (first)
        return { value: first[1] };
    return { problem: `has no range for ${version.upstream} (it has ${Object.keys(table).map(quote).join(', ')}); add one` };
}
function rangeOf(text) {
    const range = parseRange(text);
    if (!range)
        throw new Error(`the range ${text} was not checked`);
    return range;
}
function quote(text) {
    return `"${text}"`;
}
