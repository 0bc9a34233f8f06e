import type { ArchitectureNames } from '../architecture.js'
import type { Distribution } from './options.js'

/** What is unpacked before the package manager can run in the build root, as obs-build needs it. */
const preinstall = `base-files base-passwd bash coreutils dash debianutils diffutils dpkg findutils grep gzip hostname
libc-bin libc6 libacl1 libattr1 libbz2-1.0 libcap2 libgcc-s1 libgmp10 liblzma5 libzstd1 zlib1g libmd0 libselinux1 libpcre2-8-0 libcrypt1 libtinfo6
mawk ncurses-base perl-base sed tar util-linux libblkid1 libmount1 libsmartcols1 libuuid1 libudev1 libsystemd0 libcap-ng0
login passwd libaudit1 libaudit-common libpam0g libpam-modules libpam-modules-bin libpam-runtime libdb5.3 libsemanage2 libsemanage-common libsepol2
gcc-12-base libdebconfclient0 init-system-helpers debconf`

const required = `rpm cpio file patch make binutils xz-utils bzip2 zstd dpkg-dev perl bsdutils debconf ncurses-bin sysvinit-utils mount init-system-helpers
fakeroot lsb-release liblocale-gettext-perl pax rpmbuild-nodeps`

const words = (text: string) => text.split(/\s+/)

/** The packages of the build root that come from Debian: all but the sandbox's own. */
export const debianRoot = [...new Set([...words(preinstall), ...words(required)])].filter((name) => name !== 'rpmbuild-nodeps')

/** Packages of the build root that no image holds: they differ between architectures, builds or versions of this suite. */
export const outsideImage: readonly string[] = ['fakearch', 'debbuild', 'systemd-rpm-macros', 'systemd-deb-macros']

/** What the preinstall image is made of: the same on every architecture. */
export const imageContent = [...new Set([...words(preinstall), ...words(required)])].filter(
  (name) => !outsideImage.includes(name),
)

/**
 * The prjconf of the build root's project. Every repository with a path onto it inherits this: the packages of
 * the build root are Debian's and run on this machine's processor, whatever the repository builds.
 */
export function renderBaseConfig(native: ArchitectureNames): string {
  return `Type: spec
Repotype: debian
Binarytype: deb
${preinstall
  .split('\n')
  .map((line) => `Preinstall: ${line}\n`)
  .join('')}Runscripts: base-passwd
${required
  .split('\n')
  .map((line) => `Required: ${line}\n`)
  .join('')}Required: fakearch
Prefer: mawk debconf libfakeroot
%ifnarch ${native.obs}
Hostarch: ${native.obs}
%endif
Macros:
%_binary_payload w1.gzdio
%_source_payload w1.gzdio
:Macros
`
}

/**
 * The prjconf of a distribution's project. It says what a real distribution of that format would, and for foreign
 * architectures what makes packages of pre-built files come out right without an emulator.
 */
export function renderDistributionConfig(
  distributions: readonly Distribution[],
  architectures: readonly ArchitectureNames[],
  native: ArchitectureNames,
): string {
  const foreign = architectures.filter((architecture) => architecture.obs !== native.obs)
  return distributions
    .map(({ repository, format }) => {
      const body =
        format === 'rpm' ? ['Repotype: rpm-md', ...foreign.map(renderTarget)] : [debianSide, ...foreign.map(renderMacro)]
      return `%if "%_repository" == "${repository}"\n${body.join('\n')}\n%endif\n`
    })
    .join('')
}

/**
 * The spec's debbuild branch must count also when OBS reads the build requirements, long before debbuild runs. A
 * `%define` in a prjconf does not reach that far, a macro does (Build::read_config adds them to the spec's).
 */
const debianSide = 'Repotype: debian\nMacros:\n%_vendor debbuild\n:Macros'

function renderTarget(architecture: ArchitectureNames): string {
  return `%ifarch ${architecture.obs}\nTarget: ${architecture.rpm}-linux\n%endif`
}

function renderMacro(architecture: ArchitectureNames): string {
  return `%ifarch ${architecture.obs}\nMacros:\n%_arch ${architecture.deb}\n:Macros\n%endif`
}
