import { XMLParser } from 'fast-xml-parser';
import * as v from 'valibot';
import { WorkError } from '../error.js';
const Values = v.optional(v.array(v.string()), []);
const Shape = v.object({
    rpmHeader: v.object({ rpmTag: v.array(v.object({ name: v.string(), string: Values, integer: Values })) }),
});
/** Reads the output of `rpm --query --xml`. Throws a {@link WorkError} when it is none. */
export function parseRpmHeader(xml) {
    const parser = new XMLParser({
        ignoreAttributes: false,
        attributeNamePrefix: '',
        parseTagValue: false,
        parseAttributeValue: false,
        trimValues: false,
        isArray: (name) => ['rpmTag', 'string', 'integer'].includes(name),
    });
    const parsed = v.safeParse(Shape, parse(parser, xml));
    if (!parsed.success)
        throw new WorkError(`rpm describes it in unknown words: ${parsed.issues[0].message}`);
    const tags = new Map(parsed.output.rpmHeader.rpmTag.map((tag) => [tag.name.toUpperCase(), tag]));
    return {
        text: (tag) => tags.get(tag)?.string[0] ?? '',
        texts: (tag) => tags.get(tag)?.string ?? [],
        numbers: (tag) => (tags.get(tag)?.integer ?? []).map(Number),
    };
}
function parse(parser, xml) {
    try {
        return parser.parse(xml);
    }
    catch (error) {
        throw new WorkError(`rpm describes it by no XML: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
}
