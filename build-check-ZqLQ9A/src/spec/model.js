import { entriesAt, listFiles } from '../config/payload.js';
/** Gathers what a spec is written from. */
export function specModel(planned, pkg, plan, changelog) {
    const architectures = planned.architectures.flatMap((name) => plan.architectures.find(({ obs }) => obs === name) ?? []);
    return { planned, pkg, architectures, files: listFiles(pkg, planned.version), changelog };
}
/** The units of a package, by name, in the order of the config. */
export function unitsOf({ pkg, planned }) {
    const both = ['deb', 'rpm'];
    return entriesAt(pkg.units, planned.version).map(([name, { restart, formats = both }]) => ({ name, restart, formats }));
}
