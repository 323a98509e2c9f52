/** When a key is to end, as the form offers it. */
export const expiries = {
  never: 'Never',
  '30': 'In 30 days',
  '90': 'In 90 days',
  '365': 'In a year',
  day: 'On a day…',
} as const
export type Expiry = keyof typeof expiries

/** The instant of an end, or null for never: so many days from now, or the end of a day (`YYYY-MM-DD`) where the reader is. */
export function endOf(expiry: Expiry, day: string, now: Date): Date | null {
  if (expiry === 'never') return null
  if (expiry !== 'day') return new Date(now.getTime() + Number(expiry) * 86_400_000)
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date, 23, 59, 59, 999)
}
