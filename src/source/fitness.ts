import { open } from 'node:fs/promises'
import { noarch } from '../architecture.js'
import { headSize, readProgram, type Program } from './program.js'
import { describeElf, type Platform } from '../platform.js'

const executables = { linux: 'elf', darwin: 'macho', windows: 'pe' } as const
const titles = {
  elf: 'a Linux program',
  macho: 'a macOS program',
  pe: 'a Windows program',
  script: 'a script',
  page: 'a web page',
  empty: 'an empty file',
  archive: 'an archive (then the source needs `archive`)',
  unknown: 'no program at all (a file that is none is a `member`, not a `binary`)',
} as const

/** What is wrong with a file as a program for a platform; undefined when it may run there. A script fits everywhere but Windows. */
export async function judgeFitness(file: string, platform: Platform): Promise<string | undefined> {
  return compare(readProgram(await readHead(file)), platform)
}

function compare(program: Program, { os, architecture, goarch, elf }: Platform): string | undefined {
  if (program.format === 'script' && os !== 'windows') return undefined
  if (program.format !== executables[os]) return `is ${titles[program.format]}`
  if (architecture === noarch)
    return `is ${titles[program.format]} and the package is for every machine (architectures: [noarch]); leave noarch out`
  if (program.format === 'elf') {
    if (elf === undefined) return undefined
    const { machine, bits, endian } = program.kind
    if (machine === elf.machine && bits === elf.bits && endian === elf.endian) return undefined
    return `is a program for ${describeElf(program.kind)}, not for ${architecture}`
  }
  if (!('goarchs' in program) || program.goarchs.includes(goarch)) return undefined
  return `is a program for ${program.goarchs.join(' and ')}, not for ${goarch}`
}

/** The first bytes of a file, by which a program is told. */
export async function readHead(file: string): Promise<Buffer> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headSize), 0, headSize, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}
