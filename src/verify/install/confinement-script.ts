/**
 * Makes a root that is thrown away and runs the steps of a job in it. Its arguments: the job's folder, the kind of root,
 * the root below it, the folder to show inside, seconds for each step, and whether it may mount.
 *
 * The steps know the root as $R, where its new files are as $UP, the root below as $LOW and the job's folder as $JOB.
 * They lack the capabilities by which root leaves a chroot through a mount, another process, a device or the kernel; and
 * whoever leaves it all the same finds this machine's files not to be written to.
 */
export const confinementScript = `set -eu
umask 022
JOB=$1 kind=$2 LOW=$3 shown=$4 limit=$5 mode=$6
if [ "$mode" = confined ]; then
  mount --make-rprivate /
  mount --bind "$JOB" "$JOB"
  mount -t tmpfs -o mode=755 tmpfs "$JOB/mnt"
fi
R=$JOB/mnt/root
mkdir "$R"
UP=$R
case $kind in
  overlay)
    mkdir "$JOB/mnt/up" "$JOB/mnt/work"
    mount -t overlay overlay -o "lowerdir=$LOW,upperdir=$JOB/mnt/up,workdir=$JOB/mnt/work" "$R"
    UP=$JOB/mnt/up ;;
  copy) cp -a --reflink=auto "$LOW/." "$R"; LOW= ;;
  *) LOW= ;;
esac
mkdir -p "$R/dev" "$R/proc" "$R/run" "$R/tmp"
if [ "$mode" = confined ]; then
  mount -t proc proc "$R/proc"
  mount --bind "$R/proc/sys" "$R/proc/sys"
  mount -o remount,bind,ro "$R/proc/sys"
  mount -t tmpfs -o mode=755 tmpfs "$R/run"
  mount -t tmpfs -o mode=1777 tmpfs "$R/tmp"
  mount -t tmpfs -o mode=755 tmpfs "$R/dev"
  for node in null zero full random urandom tty; do
    : > "$R/dev/$node"
    mount --bind "/dev/$node" "$R/dev/$node"
  done
  ln -s /proc/self/fd "$R/dev/fd"
  mkdir "$R/dev/shm"
  if [ -n "$shown" ]; then
    mkdir -p "$R$shown"
    mount --bind "$shown" "$R$shown"
    mount -o remount,bind,ro "$R$shown"
  fi
else
  chmod 1777 "$R/tmp"
  [ -e "$R/dev/null" ] || mknod -m 666 "$R/dev/null" c 1 3 || : > "$R/dev/null"
  if [ -n "$shown" ]; then
    mkdir -p "$R$shown"
    tar -C "$shown" -c --exclude='./job-*' --exclude=./ground . | tar -C "$R$shown" -x
  fi
fi
if [ -d "$R/usr/sbin" ]; then
  printf '#!/bin/sh\\nexit 101\\n' > "$R/usr/sbin/policy-rc.d"
  chmod 755 "$R/usr/sbin/policy-rc.d"
fi
if [ "$mode" = confined ]; then
  while read -r _ _ _ _ point _; do
    point=$(printf %b "$point")
    case $point/ in "$JOB"/*) ;; *) mount -o remount,bind,ro "$point" 2> /dev/null || : ;; esac
  done < /proc/self/mountinfo
  mkdir "$JOB/mnt/tmp"
  export TMPDIR="$JOB/mnt/tmp"
fi
drop=
if command -v setpriv > /dev/null; then
  drop='setpriv --bounding-set=-sys_admin,-sys_ptrace,-sys_module,-sys_rawio,-sys_boot,-sys_time,-syslog,-mknod'
fi
export R UP LOW JOB
for step in "$JOB"/steps/*; do
  name=\${step##*/}
  case $name in
    *.inside) set -- chroot "$R" /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \\
      HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive /bin/sh -c "$(cat "$step")" ;;
    *) set -- sh "$step" ;;
  esac
  code=0
  timeout --kill-after=10 "$limit" $drop "$@" < /dev/null > "$JOB/results/$name.out" 2> "$JOB/results/$name.err" || code=$?
  echo "$code" > "$JOB/results/$name.code"
  [ "$code" = 0 ] || exit 0
done
`
