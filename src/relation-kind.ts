/** The keys of a package that relate it to others, in the order in which a spec states them. */
export const relationKinds = [
  ...(['requires', 'requires-pre', 'requires-post'] as const),
  ...(['recommends', 'suggests', 'conflicts', 'replaces', 'provides', 'enhances', 'breaks', 'supplements'] as const),
]

export type RelationKind = (typeof relationKinds)[number]
