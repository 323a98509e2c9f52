import type { Option } from '@/components/ui/matching'

/** What stands for having no time zone of one's own. */
export const ofDevice = ''

/** The time zones to choose from, each with how far it is from UTC now; `chosen` is among them, whatever it is. */
export function timeZoneOptions(chosen: string | null, device: string, now: Date): Option[] {
  const zones = new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])
  if (chosen !== null) zones.add(chosen)
  return [
    { value: ofDevice, label: `Same as this device (${named(device)})`, note: offsetOf(device, now) },
    ...[...zones].sort().map((zone) => ({ value: zone, label: named(zone), note: offsetOf(zone, now) })),
  ]
}

const named = (zone: string): string => zone.replaceAll('_', ' ')

/** `UTC`, `UTC+2`, `UTC−3:30`. */
function offsetOf(timeZone: string, now: Date): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' }).formatToParts(now)
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
  return offset.replace(/^GMT(\+0$)?/, 'UTC').replace('-', '−')
}
