import * as v from 'valibot';
import { parseXml } from '../xml.js';
const Results = v.object({
    resultlist: v.object({
        result: v.optional(v.array(v.object({ code: v.string(), dirty: v.optional(v.string()) })), []),
    }),
});
/**
 * The publisher's state of a repository, from `_result` of all its architectures: newer backends answer
 * /published/P/R?view=status themselves, 2.9.4 does not. Published only when every architecture is and none is dirty.
 */
export function judgePublication(xml) {
    const { result } = v.parse(Results, parseXml(xml)).resultlist;
    const codes = result.map((one) => one.code);
    if (codes.length === 0)
        return 'unknown';
    if (codes.includes('broken'))
        return 'broken';
    if (codes.includes('publishing'))
        return 'publishing';
    if (result.some((one) => one.dirty === 'true' || (one.code !== 'published' && one.code !== 'unpublished')))
        return 'building';
    return codes.every((code) => code === 'published') ? 'published' : 'unpublished';
}
