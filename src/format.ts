/** The package formats, in the order in which everything lists them. */
export const formats = ['deb', 'rpm'] as const

export type Format = (typeof formats)[number]
