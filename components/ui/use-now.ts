import { useEffect, useState } from 'react'

/** The present moment, renewed every `every` milliseconds, so that what is said of the past stays true. */
export function useNow(every: number): Date {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), every)
    return () => clearInterval(timer)
  }, [every])
  return now
}
