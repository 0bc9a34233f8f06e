import * as v from 'valibot'
import { formats } from '../format.js'
import { relationKinds } from '../relation-kind.js'

export const names = v.array(v.string())
export const format = v.picklist(formats)
/** A small file of the user's, and where a config says so. */
export const localFile = v.object({ file: v.string(), at: v.string() })

const installed = {
  /** As the config says it, with {unitdir}. */
  path: v.string(),
  /** Where it is installed in each format that has it; a folder when it ends with a slash. */
  to: v.object({ deb: v.optional(v.string()), rpm: v.optional(v.string()) }),
  /** Four octal digits. */
  mode: v.string(),
  owner: v.string(),
  group: v.string(),
  /** Only on these architectures of a format. */
  on: v.optional(v.object({ deb: v.optional(names), rpm: v.optional(names) })),
}
const replacement = v.object({ deb: v.optional(v.string()), rpm: v.optional(v.string()) })
const content = {
  config: v.boolean(),
  /** Text in the file, and what takes its place in each format. */
  replace: v.record(v.string(), v.union([v.string(), replacement])),
  capabilities: v.optional(v.string()),
}
const sourceContent = {
  ...installed,
  ...content,
  name: v.string(),
  /** Whether it is shipped as it is, so that a published package must hold it. */
  unchanged: v.boolean(),
  /** The files of a tree are executable or not as they are in the source. */
  keeps: v.optional(v.literal(true)),
}
/** What a package installs at one place. */
export const file = v.variant('kind', [
  v.object({ kind: v.literal('binary'), ...sourceContent }),
  v.object({ kind: v.literal('member'), ...sourceContent }),
  v.object({ kind: v.literal('file'), ...installed, ...content, content: localFile }),
  v.object({
    kind: v.literal('tree'),
    ...installed,
    /** The folder beside the config. */
    content: localFile,
    /** What is taken of it, and the folder of the tarball that it lies in. */
    pattern: v.string(),
    place: v.string(),
    keeps: v.optional(v.literal(true)),
  }),
  v.object({
    kind: v.literal('directory'),
    ...installed,
    /** A purge of the deb removes it with all that is in it. */
    purge: v.optional(v.literal(true)),
  }),
  v.object({ kind: v.literal('ghost'), ...installed }),
  v.object({ kind: v.literal('link'), ...installed, target: v.string() }),
])

/** A relation to another package. */
export const relation = v.object({
  kind: v.picklist(relationKinds),
  name: v.string(),
  /** `>= 1.2`; all must hold, any version will do when there is none. */
  bounds: names,
  /** Only on these architectures of the build. */
  on: v.optional(names),
})

const text = v.optional(v.string())
/** The scripts of each format, by its own names for them. */
export const scripts = v.object({
  deb: v.object({ preinst: text, postinst: text, prerm: text, postrm: text }),
  rpm: v.object({ pretrans: text, pre: text, post: text, preun: text, postun: text, posttrans: text }),
})

/** A systemd unit, whose file is one of the package's. */
export const unit = v.object({
  name: v.string(),
  restart: v.boolean(),
  formats: v.array(format),
  on: v.optional(v.object({ deb: v.optional(names), rpm: v.optional(names) })),
})

/** What of a package is otherwise in a builder than in the first one of its format. */
export const variant = v.object({
  builder: v.string(),
  format,
  relations: v.optional(v.array(relation)),
  files: v.optional(v.array(file)),
  units: v.optional(v.array(unit)),
  scripts: v.optional(scripts),
})
