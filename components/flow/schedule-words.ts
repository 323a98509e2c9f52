const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const shortDays = weekdays.map((day) => day.slice(0, 3).toUpperCase())
const months = [...Array(12).keys()].map((at) =>
  new Date(Date.UTC(2026, at, 1)).toLocaleString('en', { month: 'long', timeZone: 'UTC' }),
)
const shortMonths = months.map((month) => month.slice(0, 3).toUpperCase())

/**
 * A five-field cron expression as people say it: `Every day at 02:00`, `Mondays and Fridays at 09:30`. One that is too
 * special for words is shown as it is.
 */
export function scheduleInWords(cron: string): string {
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = cron.trim().split(/\s+/)
  const time = timeInWords(minute, hour)
  const days = daysInWords(day, month, weekday)
  if (time === null || days === null) return `By ${cron.trim()}`
  if (days === '') return time.often ? time.words : `Every day ${time.words}`
  return time.often ? `${time.words}, ${lower(days)}` : `${days} ${time.words}`
}

/** When in a day; `often` where that is more than a few times. */
function timeInWords(minute: string, hour: string): { words: string; often: boolean } | null {
  const every = (field: string) => /^\*\/(\d+)$/.exec(field)?.[1]
  const [minutes, hours] = [numbersIn(minute), numbersIn(hour)]
  if (minute === '*' && hour === '*') return { words: 'Every minute', often: true }
  const everyMinutes = every(minute)
  if (everyMinutes && hour === '*') return { words: each(everyMinutes, 'minute'), often: true }
  if (minutes?.length !== 1) return null
  const past = minutes[0] === 0 ? '' : ` at ${minutes[0]} past`
  if (hour === '*') return { words: `Every hour${past}`, often: true }
  const everyHours = every(hour)
  if (everyHours) return { words: `${each(everyHours, 'hour')}${past}`, often: true }
  if (!hours || hours.length > 4) return null
  return { words: `at ${listed(hours.map((each) => `${two(each)}:${two(minutes[0] ?? 0)}`))}`, often: false }
}

/** On which days; empty for every one, null for what is too special. */
function daysInWords(day: string, month: string, weekday: string): string | null {
  const inMonths =
    month === '*' ? '' : listed((numbersIn(month, shortMonths, 1) ?? []).map((at) => months[at - 1] ?? ''))
  if (month !== '*' && inMonths === '') return null
  if (day === '*' && weekday === '*') return inMonths && `Every day in ${inMonths}`
  if (day === '*') {
    const given = numbersIn(weekday, shortDays)
    if (!given) return null
    const days = [...new Set(given.map((at) => at % 7))].sort((a, b) => ((a + 6) % 7) - ((b + 6) % 7))
    const words = named[days.join()] ?? listed(days.map((at) => `${weekdays[at]}s`))
    return inMonths ? `${words} in ${inMonths}` : words
  }
  const days = numbersIn(day)
  if (!days || weekday !== '*') return null
  return `On the ${listed(days.map(ordinal))} of ${inMonths || 'every month'}`
}

const named: Record<string, string> = { '1,2,3,4,5': 'Weekdays', '6,0': 'Weekends', '1,2,3,4,5,6,0': '' }

/** `1,3-5` as numbers; null for steps and stars. */
function numbersIn(field: string, names: string[] = [], base = 0): number[] | null {
  const spelt = names.reduce((text, name, at) => text.replaceAll(new RegExp(name, 'gi'), String(at + base)), field)
  const parts = spelt.split(',').map((part) => /^(\d+)(?:-(\d+))?$/.exec(part))
  if (parts.some((part) => part === null)) return null
  return parts.flatMap((part) => {
    const from = Number(part?.[1])
    const to = Number(part?.[2] ?? from)
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at)
  })
}

const each = (count: string, what: string) => (count === '1' ? `Every ${what}` : `Every ${count} ${what}s`)
const two = (number: number) => String(number).padStart(2, '0')
const listed = (items: string[]) => new Intl.ListFormat('en', { type: 'conjunction' }).format(items)
const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

const suffixes: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' }
const rules = new Intl.PluralRules('en', { type: 'ordinal' })
const ordinal = (number: number) => `${number}${suffixes[rules.select(number)] ?? 'th'}`
