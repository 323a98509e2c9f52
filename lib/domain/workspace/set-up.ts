import { database } from '@/lib/db/client'
import { addMember } from '../member/add'
import { conflict, invalid } from '../refusal'
import { createWorkspace } from './create'
import { hasWorkspace } from './find'
import { isSetupToken } from './setup-token'
import { slugOf } from './slug'

export interface FirstWorkspace {
  workspaceName: string
  name: string
  email: string
  password: string
  /** IANA; the browser's. */
  timeZone?: string
  setupToken?: string
}

/**
 * Makes an installation's first workspace with its first admin; gives the slug. Refuses when there is a workspace
 * already, or the setup token is not the one that was printed at start.
 */
export async function setUpInstallation(given: FirstWorkspace): Promise<{ slug: string }> {
  if (await hasWorkspace()) throw conflict('This installation is set up already: sign in')
  if (!(await isSetupToken(given.setupToken ?? ''))) throw invalid('setupToken', 'must be the one printed at start')
  const slug = slugOf(given.workspaceName)
  const admin = { email: given.email, name: given.name, password: given.password, role: 'admin' as const }
  await createWorkspace(
    { userId: null, apiKeyId: null, door: 'session' },
    { slug, name: given.workspaceName, timeZone: given.timeZone },
    async (tx) => {
      // Two people at the first page at once: the second finds the door closed.
      await tx.sql('LOCK TABLE "Installation" IN EXCLUSIVE MODE', [])
      const [others] = await tx.sql<{ count: number }>('SELECT count(*)::int AS count FROM "Workspace"', [])
      if (others && others.count > 1) throw conflict('This installation is set up already: sign in')
      return addMember(tx, admin)
    },
  )
  await database().prisma.installation.updateMany({ data: { setupTokenHash: null } })
  return { slug }
}
