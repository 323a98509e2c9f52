import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { listFields } from '@/lib/contracts/kasar/object.contract'
import type { getRecord } from '@/lib/contracts/kasar/record.contract'
import type { getDeal } from '@/lib/contracts/rex/deal.contract'
import { call } from '@/lib/http/call'
import { recordKeys } from './queries'

export type Deal = z.output<typeof getDeal.reply>['data']
export type CrmRecord = z.output<typeof getRecord.reply>['data']
export type Field = z.output<typeof listFields.reply>['data'][number]

/** A record on a board. */
export function useDeal(workspace: string, id: string) {
  return useQuery({
    queryKey: recordKeys.deal(workspace, id),
    queryFn: async ({ signal }) =>
      (await call<typeof getDeal>('GET', '/deals/{id}', { workspace, params: { id }, signal })).data,
  })
}

/** A record of any object; null: of none. */
export function useRecord(workspace: string, object: string, id: string | null) {
  return useQuery({
    queryKey: recordKeys.record(workspace, object, id ?? ''),
    enabled: id !== null,
    queryFn: async ({ signal }) => {
      const params = { object, id: id ?? '' }
      return (await call<typeof getRecord>('GET', '/records/{object}/{id}', { workspace, params, signal })).data
    },
  })
}

/** The fields that an object has beside those of every record. */
export function useFields(workspace: string, object: string) {
  return useQuery({
    queryKey: recordKeys.fields(workspace, object),
    queryFn: async ({ signal }) =>
      (await call<typeof listFields>('GET', '/objects/{object}/fields', { workspace, params: { object }, signal }))
        .data,
    staleTime: 60_000,
  })
}
