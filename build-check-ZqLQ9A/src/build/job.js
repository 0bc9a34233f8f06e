/** `rpm of hello 1.2.3 for aarch64`. */
export function describeJob({ package: { name, version }, type, target }) {
    return `${type.name} of ${name} ${version.package} for ${target}`;
}
/** A name for files about a job. */
export function jobName({ package: { name, version }, type, target }) {
    return `${name}_${version.package}_${target.replace('/', '-')}.${type.name}`;
}
