/** Sentences that only the text of one licence has, the more special licence first. */
const marks: readonly (readonly [id: string, mark: RegExp])[] = [
  ['AGPL-3.0-only', /GNU AFFERO GENERAL PUBLIC LICENSE\s+Version 3/i],
  ['LGPL-3.0-only', /GNU LESSER GENERAL PUBLIC LICENSE\s+Version 3/i],
  ['LGPL-2.1-only', /GNU LESSER GENERAL PUBLIC LICENSE\s+Version 2\.1/i],
  ['GPL-3.0-only', /GNU GENERAL PUBLIC LICENSE\s+Version 3/i],
  ['GPL-2.0-only', /GNU GENERAL PUBLIC LICENSE\s+Version 2/i],
  ['Apache-2.0', /Apache License\s+Version 2\.0/i],
  ['MPL-2.0', /Mozilla Public License,? Version 2\.0/i],
  ['BSL-1.1', /Business Source License 1\.1/i],
  ['ISC', /Permission to use, copy, modify, and\/?o?r? distribute this software for any/i],
  ['BSD-3-Clause', /Redistribution and use in source and binary forms[\s\S]*Neither the name/i],
  ['BSD-2-Clause', /Redistribution and use in source and binary forms/i],
  ['MIT', /Permission is hereby granted, free of charge|^\s*(?:The )?MIT(?: License)?\s*$/im],
  ['Unlicense', /This is free and unencumbered software/i],
]

/** The SPDX identifier of a licence by its text; undefined for one that is not known. */
export function recognizeLicense(text: string): string | undefined {
  return marks.find(([, mark]) => mark.test(text))?.[0]
}
