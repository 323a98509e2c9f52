import { describe, expect, it } from 'vitest'
import { timeZoneOptions } from './time-zones'

const winter = new Date('2026-01-15T12:00:00Z')
const summer = new Date('2026-07-15T12:00:00Z')
const note = (zone: string, now: Date) => timeZoneOptions(null, 'UTC', now).find(({ value }) => value === zone)?.note

describe('the time zones to choose from', () => {
  it('begin with the device’s, and tell how far each is from UTC at this time of the year', () => {
    expect(timeZoneOptions(null, 'America/New_York', winter)[0]).toEqual({
      value: '',
      label: 'Same as this device (America/New York)',
      note: 'UTC−5',
    })
    expect([note('Europe/Paris', winter), note('Europe/Paris', summer)]).toEqual(['UTC+1', 'UTC+2'])
    expect([note('UTC', summer), note('America/St_Johns', winter)]).toEqual(['UTC', 'UTC−3:30'])
  })

  it('are some hundreds, each once, with what was chosen by another name', () => {
    const values = timeZoneOptions('Zulu', 'UTC', winter).map(({ value }) => value)
    expect(values.length).toBeGreaterThan(300)
    expect(new Set(values).size).toBe(values.length)
    expect(values).toContain('Zulu')
  })
})
