import { openTransaction } from '@/lib/db/transaction'
import { createApiKey, type NewApiKey } from '@/lib/domain/api-key/create'
import { newId } from '@/lib/domain/id'
import { addMember, type NewMember } from '@/lib/domain/member/add'
import { createWorkspace } from '@/lib/domain/workspace/create'

type Contract = NewApiKey['contract']

export const installation = { userId: null, apiKeyId: null, door: 'cli' } as const

/** A workspace of a suite's own, made through the domain like any other. */
export interface TestWorkspace {
  id: string
  slug: string
  adminId: string
  adminEmail: string
  /** A key of that contract, acting as the admin unless told otherwise. */
  key(contract: Contract, more?: Partial<NewApiKey>): Promise<string>
  /** Somebody who joins: new to the installation unless it is somebody's e-mail. */
  member(role: NewMember['role'], known?: string): Promise<{ id: string; email: string }>
}

export const password = 'correct horse battery'

/** Opens a workspace with an admin. Names are random, so that suites and runs never meet. */
export async function openWorkspace(): Promise<TestWorkspace> {
  const slug = `t-${newId().slice(-12)}`
  const adminEmail = `admin@${slug}.example`
  const { id, more: adminId } = await createWorkspace(installation, { slug, name: `Test ${slug}` }, (tx) =>
    addMember(tx, { email: adminEmail, name: 'Ada Admin', password, role: 'admin' }),
  )
  const within = <T>(work: Parameters<typeof openTransaction<T>>[1]) =>
    openTransaction({ workspaceId: id, actor: installation, requestId: null }, work)
  return {
    id,
    slug,
    adminId,
    adminEmail,
    key: async (contract, more = {}) => {
      const given: NewApiKey = {
        contract,
        name: `${contract} key`,
        role: 'admin',
        scopes: ['read', 'write'],
        ...more,
      }
      return (await within((tx) => createApiKey(tx, given))).key
    },
    member: async (role, known) => {
      const email = known ?? `${role}-${newId().slice(-12)}@${slug}.example`
      const given = { email, name: `The ${role}`, role, ...(!known && { password }) }
      return { id: await within((tx) => addMember(tx, given)), email }
    },
  }
}
