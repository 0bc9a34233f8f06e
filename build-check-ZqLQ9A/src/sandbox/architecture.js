const known = [
    { obs: 'x86_64', deb: 'amd64', rpm: 'x86_64' },
    { obs: 'aarch64', deb: 'arm64', rpm: 'aarch64' },
    { obs: 'armv7l', deb: 'armhf', rpm: 'armv7hl' },
    { obs: 'ppc64le', deb: 'ppc64el', rpm: 'ppc64le' },
    { obs: 's390x', deb: 's390x', rpm: 's390x' },
    { obs: 'i586', deb: 'i386', rpm: 'i586' },
    { obs: 'riscv64', deb: 'riscv64', rpm: 'riscv64' },
];
/** The architecture with this OBS name; undefined when the sandbox cannot imitate it. */
export function findArchitecture(obs) {
    return known.find((architecture) => architecture.obs === obs);
}
export const architectureNames = known.map((architecture) => architecture.obs);
