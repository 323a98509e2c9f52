import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { useTimeZone, useWorkspace } from '@/components/shell/workspace'
import type { createCalendar, deleteCalendar, getCalendar } from '@/lib/contracts/kasar/calendar.contract'
import { call } from '@/lib/http/call'
import { settingKeys } from '../queries'

type Feed = z.output<typeof getCalendar.reply>['data']

/** This person's calendar feed: whether there is one, and how to make and end it. What `make` gives is shown only once. */
export function useCalendarFeed() {
  const { slug: workspace } = useWorkspace()
  const timeZone = useTimeZone()
  const client = useQueryClient()
  const queryKey = settingKeys.calendar(workspace)
  const feed = useQuery({
    queryKey,
    queryFn: async ({ signal }) => (await call<typeof getCalendar>('GET', '/me/calendar', { workspace, signal })).data,
  })
  const make = useMutation({
    mutationFn: async () => (await call<typeof createCalendar>('PUT', '/me/calendar', { workspace, timeZone })).data,
    onSuccess: ({ url, ...made }) => client.setQueryData<Feed>(queryKey, made),
  })
  const end = useMutation({
    mutationFn: () => call<typeof deleteCalendar>('DELETE', '/me/calendar', { workspace }),
    onSuccess: () => client.setQueryData<Feed>(queryKey, null),
  })
  return { feed, make, end }
}
