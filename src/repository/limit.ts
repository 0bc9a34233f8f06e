/**
 * The most that is read of each kind of file, in bytes, whatever a repository states. Debian's main has an InRelease of
 * 0.2 MiB and an open index of 50 MiB; Fedora's file lists are of 800 MiB.
 */
export const limits = {
  /** Release, InRelease and repomd.xml. */
  top: 16 * 1024 ** 2,
  signature: 256 * 1024,
  key: 4 * 1024 ** 2,
  /** An index as it is served. */
  packedIndex: 512 * 1024 ** 2,
  /** An index when it is open. */
  openIndex: 2 * 1024 ** 3,
  /** A file that is had again from its start when it breaks off. */
  small: 1024 ** 2,
  /** One entry of an index. */
  entry: 8 * 1024 ** 2,
  /** One package; two lie on the disk at a time. */
  package: 400 * 1024 ** 2,
} as const
