import { useEffect, useState } from 'react'
import type { Day } from '@/components/ui/day'
import { dayIn, endOfDay } from '@/components/ui/zone'

/** The calendar day in a time zone; turns at midnight there, also for a device that slept over it. */
export function useDay(zone: string): Day {
  const [today, setToday] = useState(() => dayIn(new Date(), zone))
  useEffect(() => {
    const look = () => setToday(dayIn(new Date(), zone))
    look()
    const timer = setTimeout(look, endOfDay(today, zone).getTime() - Date.now() + 500)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [today, zone])
  return today
}
