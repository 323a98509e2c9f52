import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto'

const algorithm = 'aes-256-gcm'
const ivBytes = 12
const tagBytes = 16

interface Keys {
  /** Of what it was sealed with: tells a changed SECRETS_KEY from a damaged row. */
  id: string
  sealing: Buffer
  marking: Buffer
}

let known: { secret: string; keys: Keys } | undefined

function keys(): Keys {
  const secret = process.env.SECRETS_KEY
  if (!secret) throw new Error('SECRETS_KEY is not set')
  if (known?.secret !== secret) {
    const derived = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, '', `throughline ${purpose}`, 32))
    const sealing = derived('sealing')
    const id = createHash('sha256').update(sealing).digest('hex').slice(0, 8)
    known = { secret, keys: { id, sealing, marking: derived('fingerprints') } }
  }
  return known.keys
}

/**
 * Seals a secret for storage: AES-256-GCM under the installation's SECRETS_KEY, bound to its workspace. Gives text of
 * the form `v1.<key id>.<base64url>`; the same secret never seals to the same text twice.
 */
export function seal(workspaceId: string, text: string): string {
  const { id, sealing } = keys()
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv(algorithm, sealing, iv, { authTagLength: tagBytes })
  cipher.setAAD(Buffer.from(workspaceId))
  const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `v1.${id}.${sealed.toString('base64url')}`
}

/** Opens what `seal` made. Throws when it was sealed under another key or for another workspace, or is damaged. */
export function unseal(workspaceId: string, sealed: string): string {
  const { id, sealing } = keys()
  const [scheme, keyId, content = ''] = sealed.split('.')
  if (scheme !== 'v1') throw new Error('This is no sealed secret')
  if (keyId !== id) throw new Error(`This secret was sealed under another SECRETS_KEY (${keyId}, not ${id})`)
  const bytes = Buffer.from(content, 'base64url')
  const decipher = createDecipheriv(algorithm, sealing, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(workspaceId))
  decipher.setAuthTag(bytes.subarray(-tagBytes))
  return decipher.update(bytes.subarray(ivBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8')
}

/** A mark by which the same text is known again, and from which nobody without the key can guess it. */
export const fingerprintOf = (text: string): string => createHmac('sha256', keys().marking).update(text).digest('hex')
