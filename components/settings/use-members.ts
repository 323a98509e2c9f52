import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { listUsers } from '@/lib/contracts/kasar/record.contract'
import { call } from '@/lib/http/call'
import { settingKeys } from './queries'

export type Member = z.output<typeof listUsers.reply>['data'][number]

/** Every member of a workspace. */
export function useMembers(workspace: string) {
  return useQuery({
    queryKey: settingKeys.members(workspace),
    queryFn: ({ signal }) => listMembers(workspace, signal),
    staleTime: 60_000,
  })
}

async function listMembers(workspace: string, signal: AbortSignal): Promise<Member[]> {
  const members: Member[] = []
  let cursor: string | null | undefined
  do {
    const query = { limit: 100, cursor: cursor ?? undefined }
    const page = await call<typeof listUsers>('GET', '/users', { workspace, query, signal })
    members.push(...page.data)
    cursor = page.nextCursor
  } while (cursor)
  return members
}
