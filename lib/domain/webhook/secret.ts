import { randomBytes } from 'node:crypto'

/** A new secret to sign with, as Standard Webhooks spells them: 24 random bytes. */
export const newSecret = (): string => `whsec_${randomBytes(24).toString('base64')}`
