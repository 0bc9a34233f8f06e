const widest = 76;
/** Fills the paragraphs of a description to a width that rpmlint and lintian allow; lists and indented lines stay. */
export function wrapText(text) {
    return text
        .trim()
        .split(/\n\s*\n/)
        .flatMap((paragraph, index) => [...(index === 0 ? [] : ['']), ...wrapParagraph(paragraph)]);
}
function wrapParagraph(paragraph) {
    const given = paragraph.split('\n').map((line) => line.trimEnd());
    if (given.some((line) => /^\s|^[-*+] /.test(line)))
        return given;
    const lines = [];
    for (const word of given.join(' ').split(/\s+/)) {
        const last = lines.length - 1;
        const longer = `${lines[last]} ${word}`;
        if (last < 0 || longer.length > widest)
            lines.push(word);
        else
            lines[last] = longer;
    }
    return lines;
}
