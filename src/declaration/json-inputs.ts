import * as v from 'valibot'
import { json } from './input.js'

const revisionsShape = v.record(
  v.string(),
  v.object({
    rev: v.optional(v.string(), ''),
    srcmd5: v.pipe(v.string(), v.nonEmpty()),
    containers: v.optional(v.array(v.string())),
  }),
)

/** The input `revisions`, in the shape of obs-push's output. */
export const revisionsInput = json(
  checked(revisionsShape, 'must be the output `revisions` of obs-push, such as {"runc":{"rev":"1","srcmd5":"…"}}'),
  { description: 'The output `revisions` of obs-push. Default: the sources that OBS has now.' },
)

const cellsShape = v.array(v.object({ package: v.string(), builder: v.string(), architecture: v.string() }))

/** The input `cells`, in the shape of obs-wait's output `failed`. */
export const cellsInput = json(
  checked(
    cellsShape,
    'must be the output `failed` of obs-wait, such as [{"package":"runc","builder":"deb","architecture":"aarch64"}]',
  ),
  { description: 'The cells to build again. Default: those that failed.' },
)

function checked<S extends v.GenericSchema>(schema: S, otherwise: string): (value: unknown) => v.InferOutput<S> {
  return (value) => {
    const result = v.safeParse(schema, value)
    if (!result.success) throw new Error(otherwise)
    return result.output
  }
}
