import * as v from 'valibot'
import { isTmpfilesLine } from '../tmpfiles-line.js'
import { describe, line, localPath } from './value-schema.js'

/** What useradd of every distribution takes. */
const accountName = v.pipe(
  v.string(),
  v.regex(/^[a-z_][a-z0-9_-]{0,30}$/, 'must be a name of a user or group: a-z, 0-9, _ and -, a letter or _ first'),
)

const id = v.optional(
  describe(
    v.pipe(v.number(), v.integer(), v.minValue(1, 'must be at least 1'), v.maxValue(65533, 'must be at most 65533')),
    'Its number. Default: the next that is free among those of the system.',
  ),
)

const path = v.pipe(v.string(), v.regex(/^\/[\w./+-]*$/, 'must be an absolute path of letters, digits and . _ + -'))

const user = v.strictObject({
  id,
  group: v.optional(describe(accountName, 'Its main group. Default: one of its own name.')),
  groups: v.optional(describe(v.array(accountName), 'Other groups that it belongs to.'), []),
  home: v.optional(describe(path, 'Its home, which nobody makes: list it among the files.'), '/'),
  shell: v.optional(describe(path, 'Its shell.'), '/usr/sbin/nologin'),
  comment: v.optional(describe(v.pipe(line, v.regex(/^[^:"'%\\$`]+$/, 'must not hold any of : " \' % \\ $ `')), 'Who it is.')),
})

/** System users by name. */
export const users = v.record(accountName, user)

/** System groups by name. */
export const groups = v.record(accountName, v.strictObject({ id }))

const tmpfilesLine = v.pipe(
  line,
  v.check(isTmpfilesLine, 'must be a line of tmpfiles.d(5), such as "d /run/hello 0755 hello hello -"'),
)

/** Lines of tmpfiles.d, or the file that has them; a file becomes its lines when the config is loaded. */
export const tmpfiles = v.union([
  v.array(tmpfilesLine),
  v.strictObject({ file: describe(localPath, 'A file of tmpfiles.d(5) beside this config.') }),
])
