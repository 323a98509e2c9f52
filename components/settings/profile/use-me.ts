import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { getMe, updateMe } from '@/lib/contracts/kasar/me.contract'
import { call } from '@/lib/http/call'
import { settingKeys } from '../queries'

export type Me = z.output<typeof getMe.reply>['data']
export type MyChange = z.input<typeof updateMe.body>

/** Who this is, and what they have chosen. */
export function useMe(workspace: string) {
  return useQuery({
    queryKey: settingKeys.me(workspace),
    queryFn: async ({ signal }) => (await call<typeof getMe>('GET', '/me', { workspace, signal })).data,
  })
}

/** Saves a choice; until the answer is there it shows in `variables`. */
export function useSaveMe(workspace: string, onSaved?: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (body: MyChange) => (await call<typeof updateMe>('PATCH', '/me', { workspace, body })).data,
    onSuccess: (me) => {
      client.setQueryData<Me>(settingKeys.me(workspace), me)
      onSaved?.()
    },
  })
}
