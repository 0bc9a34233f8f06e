// Repositories as large as they get, with one package that is really there.
import { Buffer } from 'node:buffer'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** Debian's names of the architectures of a deb repository. */
export const architectures = ['amd64', 'arm64', 'armhf', 'ppc64el', 's390x']
const signer = 'bench@example.org'

/** Makes the key that signs them. */
export function makeKey(home) {
  mkdirSync(home, { mode: 0o700 })
  gpg(home, '--passphrase', '', '--quick-generate-key', signer, 'rsa2048', 'sign', '1y')
  return gpg(home, '--armor', '--export', signer).toString()
}

function gpg(home, ...args) {
  return execFileSync('gpg', ['--homedir', home, '--batch', '--yes', '-q', ...args], { stdio: ['ignore', 'pipe', 'ignore'] })
}

const digest = (content, type = 'sha256') => createHash(type).update(content).digest('hex')

/** A flat deb repository of so many names, as OBS writes one; the package `p7` 1.0.0-1 is there. */
export function makeDeb(folder, { entries, names, home }) {
  mkdirSync(join(folder, 'tree/DEBIAN'), { recursive: true })
  writeFileSync(join(folder, 'tree/DEBIAN/control'), debControl)
  const deb = join(folder, 'p7.deb')
  execFileSync('dpkg-deb', ['--root-owner-group', '--build', join(folder, 'tree'), deb], { stdio: 'ignore' })
  const real = readFileSync(deb)
  const text = Array.from({ length: entries }, (_, index) => {
    const name = `p${index % names}`
    const isReal = index === 7
    const [size, content, file] = isReal ? [real.length, real, 'p7.deb'] : [1e6 + index, `${index}`, `pool/${index}.deb`]
    const round = Math.floor(index / names)
    const architecture = architectures[round % architectures.length]
    const version = `1.0.${Math.floor(round / architectures.length)}-1`
    const [depends, homepage] = ['libc6 (>= 2.34), p1 (>= 1.0.0), p2', `https://example.org/${name}`]
    const own = isReal ? '' : `Depends: ${depends}\nHomepage: ${homepage}\n`
    const sums = `MD5sum: ${digest(content, 'md5')}\nSHA1: ${digest(content, 'sha1')}\nSHA256: ${digest(content)}`
    return `Package: ${name}\nVersion: ${version}\nArchitecture: ${architecture}\nMaintainer: Kim <kim@example.org>\nInstalled-Size: 40000\n${own}Filename: ${file}\nSize: ${size}\n${sums}\nPriority: optional\nSection: utils\nDescription: a program of the bench\n It does what programs do, and it needs two lines to say so,\n as most of them.\n\n`
  }).join('')
  writeFileSync(join(folder, 'Packages.gz'), gzipSync(text))
  const [packed, open] = [readFileSync(join(folder, 'Packages.gz')), Buffer.from(text)]
  const list = `SHA256:\n ${digest(packed)} ${packed.length} Packages.gz\n ${digest(open)} ${open.length} Packages\n`
  const release = join(folder, 'Release')
  writeFileSync(
    release,
    `Origin: bench\nSuite: stable\nArchitectures: ${architectures.join(' ')}\nDate: ${new Date(Date.now() - 60_000).toUTCString()}\n${list}`,
  )
  gpg(home, '--local-user', signer, '--armor', '--output', join(folder, 'InRelease'), '--clearsign', release)
}

const debControl =
  'Package: p7\nVersion: 1.0.0-1\nArchitecture: amd64\nMaintainer: Kim <kim@example.org>\nInstalled-Size: 40000\nPriority: optional\nSection: utils\nDescription: a program of the bench\n'

/** An rpm repository of so many names; the package `p7` 1.0.0-1 is there. */
export function makeRpm(folder, { entries, names, home, top }) {
  mkdirSync(join(folder, 'repodata'), { recursive: true })
  const spec = join(top, 'p7.spec')
  writeFileSync(
    spec,
    'Name: p7\nVersion: 1.0.0\nRelease: 1\nSummary: x\nLicense: MIT\nAutoReqProv: no\n%description\nx\n%files\n',
  )
  execFileSync('rpmbuild', ['-bb', '--target', 'x86_64', '--define', `_topdir ${top}`, spec], { stdio: 'ignore' })
  const rpm = join(folder, 'p7.rpm')
  writeFileSync(rpm, readFileSync(join(top, 'RPMS/x86_64/p7-1.0.0-1.x86_64.rpm')))
  const sign = ['--define', `_gpg_name ${signer}`, '--define', `_gpg_path ${home}`, '--define', '__gpg /usr/bin/gpg']
  execFileSync('rpmsign', ['--addsign', ...sign, rpm], { stdio: 'ignore' })
  const real = readFileSync(rpm)
  const each = (write) =>
    Array.from({ length: entries }, (_, index) => write(index, `p${index % names}`, `1.0.${Math.floor(index / names)}`)).join('')
  const sum = (index) => (index === 7 ? digest(real) : digest(`${index}`))
  const primary = `<?xml version="1.0" encoding="UTF-8"?>\n<metadata xmlns="http://linux.duke.edu/metadata/common" xmlns:rpm="http://linux.duke.edu/metadata/rpm" packages="${entries}">\n${each(
    (index, name, version) => {
      const [size, file] = index === 7 ? [statSync(rpm).size, 'p7.rpm'] : [1e6 + index, `x86_64/${index}.rpm`]
      const requires =
        index === 7
          ? ''
          : '<rpm:requires>\n      <rpm:entry name="p1" flags="GE" epoch="0" ver="1.2.0"/>\n      <rpm:entry name="libc.so.6(GLIBC_2.34)(64bit)"/>\n    </rpm:requires>\n    <file>/usr/bin/x</file>'
      return `<package type="rpm">\n  <name>${name}</name>\n  <arch>x86_64</arch>\n  <version epoch="0" ver="${version}" rel="1"/>\n  <checksum type="sha256" pkgid="YES">${sum(index)}</checksum>\n  <summary>A program of the bench</summary>\n  <description>It does what programs do.</description>\n  <packager/>\n  <url>https://example.org/${name}</url>\n  <time file="1700000000" build="1700000000"/>\n  <size package="${size}" installed="40000000" archive="40000500"/>\n  <location href="${file}"/>\n  <format>\n    <rpm:license>MIT</rpm:license>\n    <rpm:vendor/>\n    <rpm:group>Unspecified</rpm:group>\n    <rpm:buildhost>h</rpm:buildhost>\n    <rpm:sourcerpm>${name}-${version}-1.src.rpm</rpm:sourcerpm>\n    <rpm:header-range start="5000" end="11000"/>\n    <rpm:provides>\n      <rpm:entry name="${name}" flags="EQ" epoch="0" ver="${version}" rel="1"/>\n      <rpm:entry name="${name}(x86-64)" flags="EQ" epoch="0" ver="${version}" rel="1"/>\n    </rpm:provides>\n    ${requires}\n  </format>\n</package>\n`
    },
  )}</metadata>\n`
  const list = (kind, content) =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<${kind} xmlns="http://linux.duke.edu/metadata/${kind === 'filelists' ? kind : 'other'}" packages="${entries}">\n${each((index, name, version) => `<package pkgid="${sum(index)}" name="${name}" arch="x86_64">\n  <version epoch="0" ver="${version}" rel="1"/>\n${content}</package>\n`)}</${kind}>\n`
  const files = { primary, filelists: list('filelists', '  <file>/usr/bin/x</file>\n'), other: list('otherdata', '') }
  const data = Object.entries(files).map(([type, text]) => {
    const packed = gzipSync(text)
    writeFileSync(join(folder, `repodata/${type}.xml.gz`), packed)
    return `<data type="${type}"><checksum type="sha256">${digest(packed)}</checksum><open-checksum type="sha256">${digest(text)}</open-checksum><location href="repodata/${type}.xml.gz"/><timestamp>1700000000</timestamp><size>${packed.length}</size><open-size>${Buffer.byteLength(text)}</open-size></data>`
  })
  const repomd = join(folder, 'repodata/repomd.xml')
  writeFileSync(
    repomd,
    `<?xml version="1.0" encoding="UTF-8"?>\n<repomd xmlns="http://linux.duke.edu/metadata/repo"><revision>1</revision>${data.join('')}</repomd>\n`,
  )
  gpg(home, '--local-user', signer, '--armor', '--output', `${repomd}.asc`, '--detach-sign', repomd)
}
