import type { ArchitectureNames } from '../architecture.js'
import { formats, type Format } from '../format.js'
import type { PlannedFile } from '../plan/plan.js'
import type { SpecModel } from './spec-model.js'

/** A line of a spec that belongs to some formats only. */
export interface Line {
  readonly text: string
  readonly formats: readonly Format[]
  /** Only on these architectures. */
  readonly on?: readonly ArchitectureNames[] | undefined
}

/** The formats that a file is installed in. */
export function formatsOf({ to }: PlannedFile): readonly Format[] {
  return formats.filter((format) => to[format] !== undefined)
}

/** The architectures by whose names a file is limited to some of them in a format. */
export function limitsOf(file: Pick<PlannedFile, 'on'>, format: Format, { architectures }: Pick<SpecModel, 'architectures'>) {
  const on = file.on?.[format]
  return on === undefined ? undefined : architectures.filter(({ obs }) => on.includes(obs))
}

/** Lines about a file in each format that has it, on the architectures that have it there. */
export function linesFor(
  file: PlannedFile,
  model: Pick<SpecModel, 'architectures'>,
  write: (format: Format) => readonly string[],
): Line[] {
  if (file.on === undefined) return inEach(formatsOf(file), write)
  return formatsOf(file).flatMap((format) => limit(inOnly(format, ...write(format)), limitsOf(file, format, model)))
}

/** Marks lines that belong to both formats. */
export function inBoth(...texts: readonly string[]): Line[] {
  return texts.map((text) => ({ text, formats: ['deb', 'rpm'] }))
}

/** Marks lines that belong to one format. */
export function inOnly(format: Format, ...texts: readonly string[]): Line[] {
  return texts.map((text) => ({ text, formats: [format] }))
}

/** Writes lines for each of some formats: those that are the same at the beginning once. */
export function inEach(some: readonly Format[], write: (format: Format) => readonly string[]): Line[] {
  const [first, second] = some
  if (first === undefined) return []
  if (second === undefined) return inOnly(first, ...write(first))
  const [left, right] = [write(first), write(second)]
  const differing = left.findIndex((text, index) => text !== right[index])
  const same = differing === -1 ? left.length : differing
  return [...inBoth(...left.slice(0, same)), ...inOnly(first, ...left.slice(same)), ...inOnly(second, ...right.slice(same))]
}

/** The same lines for some architectures only; all of them where none is named. */
export function limit(lines: readonly Line[], on: readonly ArchitectureNames[] | undefined): Line[] {
  return on === undefined ? [...lines] : lines.map((line) => ({ ...line, on }))
}

/**
 * Writes what is common first, then a branch for each format, then what only some architectures have. debbuild knows no
 * other conditionals than these.
 */
export function writeBranches(lines: readonly Line[]): string[] {
  const everywhere = lines.filter(({ on }) => on === undefined)
  const common = everywhere.filter(({ formats }) => formats.length === 2)
  const only = (format: Format) =>
    everywhere.filter(({ formats }) => formats.length === 1 && formats.includes(format)).flatMap(textsOf)
  const [deb, rpm] = [only('deb'), only('rpm')]
  return [...common.flatMap(textsOf), ...branches(deb, rpm), ...formats.flatMap((format) => limitedLines(lines, format))]
}

function limitedLines(lines: readonly Line[], format: Format): string[] {
  const groups = new Map<string, string[]>()
  for (const { text, formats, on } of lines) {
    if (on === undefined || !formats.includes(format)) continue
    const test = testArchitectures(on)
    groups.set(test, [...(groups.get(test) ?? []), text])
  }
  const nested = [...groups].flatMap(([test, texts]) => [test, ...texts, '%endif'])
  return format === 'deb' ? branches(nested, []) : branches([], nested)
}

/** Each tool knows some of the names: debbuild dpkg's, rpmbuild the one of its target. */
export function testArchitectures(on: readonly ArchitectureNames[]): string {
  return `%ifarch ${[...new Set(on.flatMap(({ obs, rpm, deb }) => [obs, rpm, deb]))].join(' ')}`
}

function branches(deb: readonly string[], rpm: readonly string[]): string[] {
  if (deb.length === 0 && rpm.length === 0) return []
  const otherwise = rpm.length === 0 ? [] : ['%else', ...rpm]
  return deb.length === 0
    ? ['%if "%{_vendor}" != "debbuild"', ...rpm, '%endif']
    : ['%if "%{_vendor}" == "debbuild"', ...deb, ...otherwise, '%endif']
}

/** A line within a branch for its format. */
export function textsOf({ text, on }: Line): string[] {
  return on === undefined ? [text] : [testArchitectures(on), text, '%endif']
}
