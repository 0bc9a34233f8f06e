import { XMLParser } from 'fast-xml-parser';
/** Text or an attribute's value, safe in XML. */
export function escapeXml(text) {
    return text.replace(/[<>&"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
const lists = new Set(['repository', 'releasetarget', 'arch', 'path', 'entry', 'result', 'status']);
const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    parseAttributeValue: false,
    isArray: (name, _path, _leaf, isAttribute) => !isAttribute && lists.has(name),
});
/** Parses XML into plain objects: attributes as keys, repeated elements always as lists. */
export function parseXml(text) {
    return parser.parse(text);
}
