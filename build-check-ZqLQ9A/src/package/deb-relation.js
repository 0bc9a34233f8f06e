/** The fields of a control file that relate a package to others (Debian Policy 7.1 and 7.8). */
const fields = [
    'pre-depends',
    'depends',
    'recommends',
    'suggests',
    'enhances',
    'breaks',
    'conflicts',
    'replaces',
    'provides',
    'built-using',
];
/** Whether a field, in lower case, relates the package to others. */
export function isRelation(field) {
    return fields.includes(field);
}
/** The relations by field, without what every package provides: itself. */
export function readDebRelations(control, name) {
    const relations = {};
    for (const field of fields) {
        const items = (control.get(field) ?? '')
            .split(',')
            .map(normalize)
            .filter((item) => item !== '' && !(field === 'provides' && item.split(' ')[0] === name));
        if (items.length > 0)
            relations[field] = [...new Set(items)].sort();
    }
    return relations;
}
/** `a (>= 1)|b (<< 2)` as `a >= 1 | b < 2`. */
function normalize(item) {
    return item
        .split('|')
        .map((alternative) => alternative
        .replace(/\(\s*(<<|<=|=|>=|>>)\s*([^)\s]*)\s*\)/, (_, sign, version) => ` ${signs[sign] ?? sign} ${version}`)
        .replaceAll(/\s+/g, ' ')
        .trim())
        .join(' | ');
}
const signs = { '<<': '<', '>>': '>' };
