import * as v from 'valibot'
import { pkg } from './package-schema.js'
import { addedArchitectures, builder, channel, obs } from './obs-schema.js'
import { describe, identifier, instant, line, packageName } from './value-schema.js'
import { tag, versions } from './version-schema.js'

/** The shape of packages.yaml. Descriptions end up in the published JSON Schema, in docs/packages.md and in editors. */
export const configSchema = v.strictObject({
  extends: v.optional(
    describe(line, 'A preset by name, or another config relative to this file; maps are merged, null removes a key.'),
  ),
  obs: describe(obs, 'The OBS instance and its projects.'),
  channels: v.optional(describe(v.record(identifier, channel), 'Streams that users subscribe to, by name.'), {
    stable: { versions: ['release'] },
    dev: { versions: ['prerelease'] },
    nightly: { versions: ['nightly'] },
  }),
  versions: v.optional(describe(versions, 'What words at the end of versions mean, where they are none of the usual ones.'), {}),
  tag: v.optional(
    describe(
      tag,
      "How the tags of these packages are written when they say more than the version, as in a repository of several projects: api/v{version}. Another component's tag is refused.",
    ),
  ),
  embargo: v.optional(
    describe(
      instant,
      'When the version of the operation embargo becomes public, such as 2026-12-01T17:00:00Z. Until then no other operation takes this config.',
    ),
  ),
  architectures: v.optional(describe(addedArchitectures, 'Architectures that the table of names lacks, by their OBS names.'), {}),
  builders: describe(v.record(identifier, builder), 'Repositories of the build project by name.'),
  packages: describe(v.record(packageName, pkg), 'Packages by name.'),
})

/** A validated config with every default filled in. */
export type Config = v.InferOutput<typeof configSchema>
export type Builder = Config['builders'][string]
export type Package = Config['packages'][string]
export type { Source } from './source-schema.js'
