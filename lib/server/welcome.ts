import { closeDatabase } from '@/lib/db/client'
import { stopListening } from '@/lib/db/live'
import { hasWorkspace } from '@/lib/domain/workspace/find'
import { loadDemo } from '@/lib/domain/workspace/load-demo'
import { issueSetupToken } from '@/lib/domain/workspace/setup-token'
import type { Installation } from './installation'

/**
 * How to sign in, as lines to print. An empty embedded database gets the demo first; an empty one of the user's own,
 * which strangers might reach before its owner, a one-time token.
 */
export async function welcome({ databaseUrl, publicUrl }: Installation): Promise<string[]> {
  try {
    if (await hasWorkspace()) return [`Sign in at ${publicUrl}/sign-in`]
    if (databaseUrl) {
      return [`Create your workspace at ${publicUrl}/welcome with the one-time token ${await issueSetupToken()}`]
    }
    const { admin } = await loadDemo()
    return admin ? [`Sign in to the demo as ${admin.email} with the password ${admin.password}`] : []
  } finally {
    await stopListening()
    await closeDatabase()
  }
}
