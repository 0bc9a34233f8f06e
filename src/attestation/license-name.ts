/** A licence as SPDX documents name it. */
export interface LicenseName {
  /** An expression of SPDX's, or a reference to the text below. */
  readonly expression: string
  /** What a package says in words of its own. */
  readonly extracted?: { readonly licenseId: string; readonly extractedText: string }
}

const unknown: LicenseName = { expression: 'NOASSERTION' }
const operators = /^(?:AND|OR|WITH)$/

/**
 * What a package says of its licence as an expression: as it is where it has an expression's form and the identifiers look
 * like SPDX's, else as a reference to its own words. The list of SPDX is none of ours: it grows every month.
 */
export function nameLicense(text: string): LicenseName {
  const words = text.trim().replaceAll(/\s+/g, ' ')
  if (words === '' || words === 'NOASSERTION') return unknown
  if (isExpression(words)) return { expression: words }
  const licenseId = `LicenseRef-${words.replaceAll(/[^A-Za-z0-9.]+/g, '-').replaceAll(/^-+|-+$/g, '') || 'stated'}`
  return { expression: licenseId, extracted: { licenseId, extractedText: words } }
}

/** Identifiers have a version, or are one of the few without; `GPLv2+` and `see copyright` are neither. */
function isExpression(words: string): boolean {
  const tokens = words
    .replaceAll(/([()])/g, ' $1 ')
    .trim()
    .split(/\s+/)
  let depth = 0
  let wantsName = true
  for (const token of tokens) {
    if (token === '(') {
      if (!wantsName) return false
      depth++
    } else if (token === ')') {
      if (wantsName || --depth < 0) return false
    } else if (operators.test(token)) {
      if (wantsName) return false
      wantsName = true
    } else {
      if (!wantsName || !isName(token)) return false
      wantsName = false
    }
  }
  return depth === 0 && !wantsName
}

const plain = new Set(['MIT', 'MIT-0', 'ISC', '0BSD', 'Unlicense', 'Zlib', 'X11', 'curl', 'OpenSSL', 'PostgreSQL', 'Ruby', 'Vim'])
/** `Apache-2.0`, `GPL-2.0-or-later`, `BSD-3-Clause`, and after WITH `LLVM-exception`. */
const versioned =
  /^[A-Za-z][A-Za-z0-9-]*-\d+\.\d+[a-z]?(?:-[A-Za-z][A-Za-z-]*)?\+?$|^BSD-\d-Clause(?:-[A-Za-z-]+)?$|^[A-Za-z-]+-exception$/

function isName(token: string): boolean {
  return plain.has(token) || versioned.test(token)
}

/** The licence of a package's files by Debian's machine-readable copyright file (DEP 5): that of `Files: *`. */
export function readCopyright(text: string): string {
  for (const stanza of text.split(/\n[ \t]*\n/)) {
    if (/^Files:[ \t]*\*[ \t]*$/m.test(stanza)) return /^License:[ \t]*(.*)$/m.exec(stanza)?.[1]?.trim() ?? ''
  }
  return ''
}
