import { XMLParser } from 'fast-xml-parser';
import * as v from 'valibot';
import { WorkError } from '../error.js';
const Checksum = v.object({ '#text': v.string(), type: v.string() });
const Size = v.pipe(v.string(), v.digits(), v.transform(Number));
const Repomd = v.object({
    repomd: v.object({
        revision: v.optional(v.string()),
        data: v.array(v.object({
            type: v.string(),
            location: v.object({ href: v.string() }),
            checksum: Checksum,
            size: v.optional(Size),
            'open-checksum': v.optional(Checksum),
            'open-size': v.optional(Size),
        })),
    }),
});
const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    isArray: (name) => name === 'data',
});
/** Reads repomd.xml, which lists a repository's metadata. Throws a {@link WorkError} when it is none. */
export function parseRepomd(xml) {
    const parsed = v.safeParse(Repomd, parseXml(xml, 'repomd.xml'));
    if (!parsed.success)
        throw new WorkError(`repomd.xml cannot be read: ${parsed.issues[0].message}`);
    const files = parsed.output.repomd.data.map((data) => {
        const open = data['open-checksum'];
        return {
            type: data.type,
            path: data.location.href,
            stated: toStated(data.checksum, data.size),
            statedOpen: open && toStated(open, data['open-size']),
        };
    });
    return { revision: parsed.output.repomd.revision, files };
}
/** Parses XML to plain objects: attributes beside elements, all values strings. Throws a {@link WorkError} for anything else. */
export function parseXml(xml, name) {
    try {
        return parser.parse(xml);
    }
    catch (error) {
        throw new WorkError(`${name} is no XML: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
}
function toStated(checksum, size) {
    return { size, algorithm: toAlgorithm(checksum.type), digest: checksum['#text'] };
}
/** createrepo's name of a digest; `sha` is its old name of SHA-1. Throws a {@link WorkError} for one that proves nothing. */
export function toAlgorithm(type) {
    if (type === 'sha')
        return 'sha1';
    if (type === 'sha1' || type === 'sha256' || type === 'sha512')
        return type;
    throw new WorkError(`the metadata uses the checksum ${type}: let createrepo write sha256`);
}
