import type { Rule } from 'eslint'

export const rooms: Readonly<Record<string, readonly string[]>>
export const arrows: Rule.RuleModule
export function roomOf(path: string): string
export function judgeImport(file: string, specifier: string): string | undefined
