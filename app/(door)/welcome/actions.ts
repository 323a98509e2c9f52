'use server'
import { Refusal } from '@/lib/domain/refusal'
import { type FirstWorkspace, setUpInstallation } from '@/lib/domain/workspace/set-up'

/** What became of it: the new workspace's slug, or what to mend and in which field. */
export type Created = { slug: string } | { field: string | null; message: string }

/** Makes the installation's first workspace; anything but a refusal is the server's own fault and stays there. */
export async function createFirstWorkspace(given: FirstWorkspace): Promise<Created> {
  try {
    const texts = Object.entries(given).filter((entry) => typeof entry[1] === 'string')
    const { workspaceName = '', name = '', email = '', password = '', ...rest } = Object.fromEntries(texts)
    return await setUpInstallation({ workspaceName, name, email, password, ...rest })
  } catch (error) {
    if (error instanceof Refusal) return { field: error.details.field ?? null, message: error.message }
    throw error
  }
}
