/** When a scriptlet runs, by rpm's name. */
export type Moment = 'pre' | 'post' | 'preun' | 'postun'

/** All of them, in the order of a package's life. */
export const moments: readonly Moment[] = ['pre', 'post', 'preun', 'postun']
