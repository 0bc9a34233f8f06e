/** The name of the package that stands for the base. */
export const stubName = 'assumed-base'

/** What busybox does in it; among them all that the steps of a trial call. */
const applets = [
  ...['[', 'awk', 'basename', 'cat', 'chgrp', 'chmod', 'chown', 'cp', 'cut', 'date', 'dirname', 'env', 'expr', 'false', 'find'],
  ...['grep', 'head', 'id', 'install', 'kill', 'ln', 'ls', 'mkdir', 'mktemp', 'mv', 'od', 'printf', 'ps', 'readlink', 'rm'],
  ...['rmdir', 'sed', 'sh', 'sleep', 'sort', 'stat', 'tail', 'test', 'timeout', 'touch', 'tr', 'true', 'uname', 'wc', 'xargs'],
]

/** Programs that only write down how they were called. */
const recorders = [
  ...['usr/bin/systemctl', 'usr/bin/systemd-tmpfiles', 'usr/bin/systemd-sysusers', 'usr/bin/udevadm', 'usr/sbin/ldconfig'],
  'usr/lib/systemd/systemd-update-helper',
]

/** Folders that belong to every distribution, so that no package has to remove them (rpm's `filesystem` of Fedora and SUSE). */
const folders = [
  ...[
    'boot',
    'dev',
    'home',
    'media',
    'mnt',
    'opt',
    'proc',
    'root',
    'run',
    'srv',
    'sys',
    'tmp',
    'usr/bin',
    'usr/sbin',
    'usr/lib64',
  ],
  ...['etc/cron.d', 'etc/default', 'etc/logrotate.d', 'etc/modules-load.d', 'etc/profile.d', 'etc/sudoers.d', 'etc/sysconfig'],
  ...['etc/sysctl.d', 'etc/systemd/system', 'etc/udev/rules.d', 'usr/include', 'usr/libexec', 'usr/local/bin', 'usr/src'],
  ...['usr/lib/firewalld/services', 'usr/lib/modules-load.d', 'usr/lib/sysctl.d', 'usr/lib/systemd/system', 'usr/lib/sysusers.d'],
  ...['usr/lib/systemd/system-preset', 'usr/lib/systemd/user', 'usr/lib/tmpfiles.d', 'usr/lib/udev/rules.d'],
  ...[
    'usr/share/applications',
    'usr/share/bash-completion/completions',
    'usr/share/doc/packages',
    'usr/share/fish/vendor_completions.d',
  ],
  ...['usr/share/icons', 'usr/share/info', 'usr/share/licenses', 'usr/share/locale', 'usr/share/metainfo', 'usr/share/pixmaps'],
  ...['usr/share/zsh/site-functions', ...[1, 2, 3, 4, 5, 6, 7, 8].map((section) => `usr/share/man/man${section}`)],
  ...['var/cache', 'var/lib', 'var/log', 'var/opt', 'var/spool/cron', 'var/tmp'],
]

/** Where the stand-ins write how they were called. */
export const callsFile = '/var/log/calls'

const record = `echo "\${0##*/} $*" >> ${callsFile}`

/** Scripts in place of programs that packages' scripts rely upon the effect of. */
const standIns: Readonly<Record<string, string>> = {
  'usr/sbin/useradd': `${record}\nfor name; do :; done\ngrep -q "^$name:" /etc/passwd || echo "$name:x:990:990::/:/sbin/nologin" >> /etc/passwd`,
  'usr/sbin/groupadd': `${record}\nfor name; do :; done\ngrep -q "^$name:" /etc/group || echo "$name:x:990:" >> /etc/group`,
  'usr/sbin/userdel': `${record}\nfor name; do :; done\nsed -i "/^$name:/d" /etc/passwd`,
  'usr/sbin/groupdel': `${record}\nfor name; do :; done\nsed -i "/^$name:/d" /etc/group`,
  'usr/bin/getent': 'grep "^$2:" "/etc/$1"',
  ...Object.fromEntries(recorders.map((path) => [path, record])),
}

/**
 * The spec of a package that stands for a distribution: a shell with the usual programs, stand-ins for those that change
 * the system, and whatever it is assumed to provide.
 * @param busybox a static busybox; undefined for a base in which no script runs
 */
export function writeStubSpec(provides: readonly string[], busybox: string | undefined): string {
  const stated = ['/bin/sh', '/bin/bash', '/usr/bin/sh', '/usr/bin/bash', ...provides]
  const own = Object.keys(standIns).flatMap((path) => [`/${path}`, `/${path.slice('usr/'.length)}`])
  const programs = busybox === undefined ? [] : installPrograms(busybox)
  return `Name: ${stubName}
Version: 1
Release: 1
Summary: Stands for the distribution
License: MIT
BuildArch: noarch
AutoReqProv: no
${[...stated, ...own, ...applets.flatMap((name) => [`/bin/${name}`, `/usr/bin/${name}`]).filter((path) => !stated.includes(path))].map((each) => `Provides: ${each}`).join('\n')}
%description
Stands for the distribution.
%install
mkdir -p ${folders.map((folder) => `%{buildroot}/${folder}`).join(' ')}
for folder in bin sbin lib lib64; do ln -s usr/$folder %{buildroot}/$folder; done
printf 'root:x:0:0::/root:/bin/sh\\n' > %{buildroot}/etc/passwd
printf 'root:x:0:\\n' > %{buildroot}/etc/group
${programs.join('\n')}
%files
/
`
}

function installPrograms(busybox: string): readonly string[] {
  const scripts = Object.entries(standIns).map(
    ([path, text]) => `cat > %{buildroot}/${path} <<'END'\n#!/bin/sh\n${text}\nEND\nchmod 755 %{buildroot}/${path}`,
  )
  return [
    `install -m 755 ${busybox} %{buildroot}/usr/bin/busybox`,
    `for applet in ${applets.join(' ')}; do ln -s busybox %{buildroot}/usr/bin/$applet; done`,
    'ln -s sh %{buildroot}/usr/bin/bash',
    ...scripts,
  ]
}
