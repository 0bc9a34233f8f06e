const elf = (machine, bits = 64, endian = 'little') => ({ machine, bits, endian });
// Machine numbers: the ELF header's e_machine, as registered with the System V ABI.
const table = [
    { obs: 'x86_64', go: 'amd64', deb: 'amd64', rpm: 'x86_64', elf: elf(62) },
    { obs: 'aarch64', go: 'arm64', deb: 'arm64', rpm: 'aarch64', elf: elf(183) },
    { obs: 'armv7l', go: 'arm', deb: 'armhf', rpm: 'armv7hl', elf: elf(40, 32) },
    { obs: 'ppc64le', go: 'ppc64le', deb: 'ppc64el', rpm: 'ppc64le', elf: elf(21) },
    { obs: 's390x', go: 's390x', deb: 's390x', rpm: 's390x', elf: elf(22, 64, 'big') },
    { obs: 'i586', go: '386', deb: 'i386', rpm: 'i586', elf: elf(3, 32) },
];
/** All names of an architecture known by its OBS name. */
export function namesOf(architecture, added = {}) {
    const found = listArchitectures(added).find(({ obs }) => obs === architecture);
    if (!found)
        throw new Error(`no names are known for architecture ${architecture}`);
    return found;
}
/** Every architecture: those added first, because they may correct the table. */
export function listArchitectures(added) {
    const own = Object.entries(added).map(([obs, { rpm = obs, ...names }]) => ({ ...names, obs, rpm }));
    return [...own, ...table];
}
