/** What a published repository is asked to prove, in the order in which it is proved. */
export const checks = ['metadata', 'signatures', 'presence', 'payload', 'install'];
