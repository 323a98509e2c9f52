/** What a key may do with data at all; write includes read. */
export const scopes = ['read', 'write'] as const

/** Whether scopes reach what is needed. */
export const holdsScope = (held: string[], needed: string): boolean =>
  held.includes(needed) || (needed === 'read' && held.includes('write'))
