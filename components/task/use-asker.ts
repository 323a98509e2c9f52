import { useMemo } from 'react'
import { useTimeZone, useWorkspace } from '@/components/shell/workspace'
import type { Day } from '@/components/ui/day'
import type { Asker } from './task-api'
import { useDay } from './use-day'

/** Who asks for tasks, and the day that it is for them. */
export function useAsker(): { asker: Asker; today: Day; place: { zone: string; today: Day } } {
  const { slug, user } = useWorkspace()
  const zone = useTimeZone()
  const today = useDay(zone)
  return useMemo(
    () => ({ asker: { workspace: slug, me: user.id, timeZone: zone }, today, place: { zone, today } }),
    [slug, user.id, zone, today],
  )
}
