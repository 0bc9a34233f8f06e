import XMLBuilder from 'fast-xml-builder';
import { XMLParser } from 'fast-xml-parser';
const attributesKey = ':@';
const textKey = '#text';
const options = {
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseAttributeValue: false,
    parseTagValue: false,
    trimValues: true,
};
/** Parses a document and returns its root element; throws an Error when there is none. */
export function parseXml(text) {
    // With preserveOrder the parser yields a list of single-key records.
    const raw = new XMLParser({ ...options, ignoreDeclaration: true, ignorePiTags: true }).parse(text);
    const root = toElements(raw)[0];
    if (!root)
        throw new Error(`not an XML document: ${JSON.stringify(text.slice(0, 80))}`);
    return root;
}
function toElements(raw) {
    return raw.flatMap((node) => {
        const name = Object.keys(node).find((key) => key !== attributesKey && key !== textKey);
        if (name === undefined)
            return [];
        // preserveOrder: the value of a tag is the list of its children.
        const content = (node[name] ?? []);
        const attributes = (node[attributesKey] ?? {});
        const text = content.flatMap((child) => (textKey in child ? [String(child[textKey])] : [])).join('');
        return [{ name, attributes, children: toElements(content), text }];
    });
}
/** Makes an element to be written. */
export function element(name, attributes = {}, content = []) {
    return typeof content === 'string'
        ? { name, attributes, children: [], text: content }
        : { name, attributes, children: content, text: '' };
}
/** Writes an element as text, indented. */
export function writeXml(root) {
    const builder = new XMLBuilder({ ...options, format: true, suppressEmptyNode: true });
    return `${builder.build([toRaw(root)]).trim()}\n`;
}
function toRaw({ name, attributes, children, text }) {
    const content = text === '' ? children.map(toRaw) : [{ [textKey]: text }];
    return { [name]: content, ...(Object.keys(attributes).length > 0 ? { [attributesKey]: attributes } : {}) };
}
/** The children of a name. */
export function childrenOf(parent, name) {
    return parent.children.filter((child) => child.name === name);
}
/** The first child of a name. */
export function childOf(parent, name) {
    return parent.children.find((child) => child.name === name);
}
