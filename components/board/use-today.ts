import { useEffect, useState } from 'react'
import { type Day, dayOf } from '@/components/ui/day'

/** The reader's calendar day; turns at midnight without a reload. */
export function useToday(): Day {
  const [today, setToday] = useState(() => dayOf(new Date()))
  // biome-ignore lint/correctness/useExhaustiveDependencies: each day has its own midnight.
  useEffect(() => {
    const now = new Date()
    const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1)
    const timer = setTimeout(() => setToday(dayOf(new Date())), midnight.getTime() - now.getTime() + 500)
    return () => clearTimeout(timer)
  }, [today])
  return today
}
