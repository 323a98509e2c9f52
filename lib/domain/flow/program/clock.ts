import { isDay } from '../../instant'
import { atLocalTime, startOfDay } from '../../time-zone'

const oneDay = 86_400_000
const mostKnown = 10_000

/** The clock and calendar of a zone, quick for the same days again and again. */
export class Clock {
  readonly #starts = new Map<string, number>()

  constructor(readonly zone: string) {}

  /** The instant at which a local day begins. */
  startOf(day: string): number {
    const known = this.#starts.get(day)
    if (known !== undefined) return known
    const start = startOfDay(day, this.zone).getTime()
    if (this.#starts.size >= mostKnown) this.#starts.clear()
    this.#starts.set(day, start)
    return start
  }

  /** The local day that an instant lies in. */
  dayAt(instant: number): string {
    const day = dayOf(instant)
    if (instant < this.startOf(day)) return dayOf(instant - oneDay)
    const next = dayOf(instant + oneDay)
    // The last day that four digits can write has no next one.
    const end = isDay(next) ? this.startOf(next) : this.startOf(day) + oneDay
    return instant >= end ? next : day
  }

  /** The instant at which the clocks show a time of a day, in milliseconds after midnight. */
  instantAt(day: string, time: number): number {
    const next = dayOf(Date.parse(day) + oneDay)
    const even = isDay(next) && this.startOf(next) - this.startOf(day) === oneDay
    return even ? this.startOf(day) + time : atLocalTime(Date.parse(day) + time, this.zone).getTime()
  }
}

const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10)
