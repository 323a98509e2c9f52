import { Obstacle } from '@/lib/db/obstacle'
import type { Tx } from '@/lib/db/transaction'
import { Refusal } from '@/lib/domain/refusal'

/** Why a command could not do its work: its message is the one line that its user sees. */
export class Failure extends Error {}

/** How a command calls the domain's inputs, where that is not the same word: `{ slug: 'workspace' }`. */
type Flags = Partial<Record<string, string>>

/** Who acts on the command line: the installation itself. */
export const installation = { userId: null, apiKeyId: null, door: 'cli' } as const

/**
 * Runs a command's work on the database and prints what it gives, then lets go of everything.
 * @throws Failure with one line when the domain refuses, naming the flag, or there is no database to be had
 */
export async function act(work: () => Promise<string>, flags: Flags = {}): Promise<void> {
  try {
    await onDatabase(async () => console.log(await work()))
  } catch (error) {
    if (error instanceof Refusal) throw new Failure(lineOf(error, flags))
    if (error instanceof Obstacle) throw new Failure(error.message)
    throw error
  }
}

// Loaded only by a command that does something: help is to appear at once, also where there is no client yet.
async function onDatabase(work: () => Promise<void>): Promise<void> {
  const { generateClient } = await import('@/lib/db/generate-client')
  await generateClient()
  const [{ withDatabase }, { closeDatabase }, { sendHints, stopListening }] = await Promise.all([
    import('@/lib/db/open'),
    import('@/lib/db/client'),
    import('@/lib/db/live'),
  ])
  await withDatabase(async () => {
    try {
      await work()
      await sendHints()
    } finally {
      await stopListening()
      await closeDatabase()
    }
  })
}

/** Runs a verb in a transaction of the workspace with this slug. Refuses when there is none. */
export async function inWorkspace<T>(slug: string, verb: (tx: Tx) => Promise<T>): Promise<T> {
  const [{ openTransaction }, { findWorkspace }] = await Promise.all([
    import('@/lib/db/transaction'),
    import('@/lib/domain/workspace/find'),
  ])
  const { id } = await findWorkspace(slug)
  return openTransaction({ workspaceId: id, actor: installation, requestId: null }, verb)
}

function lineOf({ kind, message, details }: Refusal, flags: Flags): string {
  if (details.subject === 'workspace') return '--workspace must be the slug of a workspace'
  if (details.field === undefined) return message
  const flag = `--${flags[details.field] ?? details.field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
  return kind === 'invalid' ? `${flag} ${message}` : `${flag}: ${message}`
}
