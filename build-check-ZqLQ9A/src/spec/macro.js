/** `%` begins a macro everywhere in a spec. */
export function escapeMacros(text) {
    return text.replaceAll('%', '%%');
}
const folders = [
    ['{unitdir}/', '%{_unitdir}/'],
    ['/usr/bin/', '%{_bindir}/'],
    ['/usr/sbin/', '%{_sbindir}/'],
    ['/usr/share/man/', '%{_mandir}/'],
    ['/usr/share/', '%{_datadir}/'],
    ['/etc/', '%{_sysconfdir}/'],
];
/**
 * Writes well-known folders by their macros, as packagers do. Not those below /var: what the macros for them mean
 * differs between builds of rpm (%{_sharedstatedir} is /usr/com on Debian).
 */
export function macroPath(path) {
    const escaped = escapeMacros(path);
    for (const [folder, macro] of folders) {
        if (escaped.startsWith(folder))
            return `${macro}${escaped.slice(folder.length)}`;
    }
    return escaped;
}
/** A word for the shell: as it is when nothing in it means anything there, else in single quotes. */
export function shellWord(text) {
    return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
