/** Marks lines that belong to both formats. */
export function inBoth(...texts) {
    return texts.map((text) => ({ text, formats: ['deb', 'rpm'] }));
}
/** Marks lines that belong to one format. */
export function inOnly(format, ...texts) {
    return texts.map((text) => ({ text, formats: [format] }));
}
/** Writes what is common first, then a branch for each format. debbuild knows no other conditionals than these. */
export function writeBranches(lines) {
    const common = lines.filter(({ formats }) => formats.length === 2);
    const only = (format) => textsOf(lines.filter(({ formats }) => formats.length === 1 && formats.includes(format)));
    const [deb, rpm] = [only('deb'), only('rpm')];
    return [...textsOf(common), ...branches(deb, rpm)];
}
function branches(deb, rpm) {
    if (deb.length === 0 && rpm.length === 0)
        return [];
    const otherwise = rpm.length === 0 ? [] : ['%else', ...rpm];
    return deb.length === 0
        ? ['%if "%{_vendor}" != "debbuild"', ...rpm, '%endif']
        : ['%if "%{_vendor}" == "debbuild"', ...deb, ...otherwise, '%endif'];
}
function textsOf(lines) {
    return lines.map(({ text }) => text);
}
