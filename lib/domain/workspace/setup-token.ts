import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { database } from '@/lib/db/client'

const digest = (token: string): Buffer => createHash('sha256').update(token).digest()

/**
 * Issues the one-time token that guards "create your workspace" on a database that strangers might reach first.
 * Each call replaces the token before it; only its hash is kept.
 */
export async function issueSetupToken(): Promise<string> {
  const token = randomBytes(16).toString('base64url')
  const setupTokenHash = digest(token).toString('hex')
  await database().prisma.installation.upsert({
    where: { id: 1 },
    create: { setupTokenHash },
    update: { setupTokenHash },
  })
  return token
}

/** Whether the first workspace asks for a token. */
export async function needsSetupToken(): Promise<boolean> {
  const installation = await database().prisma.installation.findUnique({ where: { id: 1 } })
  return Boolean(installation?.setupTokenHash)
}

/** Whether `token` opens this installation; always true where none is asked for. */
export async function isSetupToken(token: string): Promise<boolean> {
  const installation = await database().prisma.installation.findUnique({ where: { id: 1 } })
  if (!installation?.setupTokenHash) return true
  return timingSafeEqual(Buffer.from(installation.setupTokenHash, 'hex'), digest(token))
}
