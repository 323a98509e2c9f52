import type { Clock } from './clock'
import { NoTest, type RowTest, testOf } from './row-test'
import type { Settings } from './settings'

const deepest = 5
const mostConditions = 100

/**
 * What `conditions` ask of a row: a group `{"type": "AND" | "OR", "conditions": [condition or group, …]}`, or a bare list,
 * of which all must hold. What is unfinished in it asks nothing; null when nothing is asked.
 */
export function groupTest(settings: Settings, clock: Clock): RowTest | null {
  const given = settings.any('conditions')
  if (given === null) return null
  const group = Array.isArray(given) ? { type: 'AND', conditions: given } : given
  return new Groups(settings, clock).read(group, '', 1)
}

class Groups {
  #count = 0

  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** @param where in `conditions`, such as `[0][2]` */
  read(given: unknown, where: string, depth: number): RowTest | null {
    if (typeof given !== 'object' || given === null || Array.isArray(given)) {
      return this.#wrong(where, 'must be a condition {"field", "operator", "value"} or a group {"type", "conditions"}')
    }
    const own = new Map<string, unknown>(Object.entries(given))
    if (!own.has('type') && !own.has('conditions')) return this.#condition(own, where)
    const type = own.get('type')
    const conditions = own.get('conditions')
    if (depth > deepest) return this.#wrong(where, `is more than ${deepest} groups deep`)
    if (type !== 'AND' && type !== 'OR') return this.#wrong(where, "needs a 'type', AND or OR")
    if (!Array.isArray(conditions)) return this.#wrong(where, "needs a list of 'conditions'")
    const tests = conditions.flatMap((each, at) => this.read(each, `${where}[${at}]`, depth + 1) ?? [])
    if (tests.length === 0) return null
    return type === 'AND' ? (row) => tests.every((test) => test(row)) : (row) => tests.some((test) => test(row))
  }

  #condition(own: Map<string, unknown>, where: string): RowTest | null {
    this.#count++
    if (this.#count === mostConditions + 1) this.#wrong('', `must not have more than ${mostConditions} conditions`)
    if (this.#count > mostConditions) return null
    const field = own.get('field')
    if (field !== undefined && typeof field !== 'string') return this.#wrong(where, "needs a 'field', by its name")
    try {
      return testOf(field || null, own.get('operator'), own.get('value'), this.clock)
    } catch (error) {
      if (!(error instanceof NoTest)) throw error
      const message = error.message.replace(/^Setting /, '')
      if (error.severity === 'error') return this.#wrong(where, `is wrong: ${message}`)
      this.settings.unfinished('conditions', `Setting 'conditions'${where} asks nothing: ${message}`)
      return null
    }
  }

  #wrong(where: string, message: string): null {
    this.settings.wrong('conditions', `Setting 'conditions'${where} ${message}`)
    return null
  }
}
