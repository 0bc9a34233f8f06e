const machines: Readonly<Record<string, readonly [machine: number, bits: 32 | 64, big: boolean]>> = {
  x86_64: [62, 64, false],
  aarch64: [183, 64, false],
  armv7l: [40, 32, false],
  ppc64le: [21, 64, false],
  s390x: [22, 64, true],
  i586: [3, 32, false],
}

/** The ELF header of a program for an architecture, and a text in place of code. */
export function fakeProgram(architecture: string, text = ''): Buffer {
  const [machine, bits, big] = machines[architecture] ?? [0xffff, 64, false]
  const header = Buffer.alloc(64)
  header.set([0x7f, 0x45, 0x4c, 0x46, bits === 64 ? 2 : 1, big ? 2 : 1, 1])
  if (big) header.writeUInt16BE(machine, 18)
  else header.writeUInt16LE(machine, 18)
  return Buffer.concat([header, Buffer.from(text)])
}
