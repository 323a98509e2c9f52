import fc from 'fast-check'

/** A plain reading of filters and sorts, to hold the database's against. */

/** What a field of the tested list holds. */
export type Kind = 'text' | 'id' | 'number' | 'boolean' | 'instant' | 'day' | 'choice' | 'list'

export interface Field {
  kind: Kind
  /** Of a choice, in the order of its meaning. */
  options?: string[]
}

export type Fields = Record<string, Field>
export type Row = Record<string, unknown> & { id: string }

export interface Condition {
  field: string
  operator: string
  value?: unknown
}
export interface Group {
  type: 'AND' | 'OR'
  conditions: (Condition | Group)[]
}

/** Whether a row fulfils a filter, by DECISIONS, "Kasar". */
export function holds(filter: Condition | Group, row: Row, fields: Fields, zone: string): boolean {
  if ('conditions' in filter) {
    const each = filter.conditions.map((condition) => holds(condition, row, fields, zone))
    return filter.type === 'AND' ? each.every(Boolean) : each.some(Boolean)
  }
  const given = row[filter.field] ?? null
  const kind = fields[filter.field]?.kind ?? 'text'
  const isNull = given === null || (Array.isArray(given) && given.length === 0)
  const { operator, value } = filter
  if (operator === 'is_null') return isNull
  if (operator === 'is_not_null') return !isNull
  if (operator.startsWith('not_')) {
    return !holds({ ...filter, operator: operator.replace('not_', '') }, row, fields, zone)
  }
  if (isNull) return false
  const compare = (other: unknown) => compared(given, other, kind, zone)
  switch (operator) {
    case 'equals':
      return kind === 'list' ? (given as unknown[]).includes(value) : compare(value) === 0
    case 'in':
      return (value as unknown[]).some((each) =>
        holds({ ...filter, operator: 'equals', value: each }, row, fields, zone),
      )
    case 'contains':
      return [given].flat().some((each) => String(each).toLowerCase().includes(String(value).toLowerCase()))
    case 'gt':
    case 'greater_than':
    case 'date_after':
      return compare(value) > 0
    case 'gte':
      return compare(value) >= 0
    case 'lt':
    case 'less_than':
    case 'date_before':
      return compare(value) < 0
    case 'lte':
      return compare(value) <= 0
    case 'between':
      return compare((value as unknown[])[0]) >= 0 && compare((value as unknown[])[1]) <= 0
    default:
      throw new Error(`the oracle does not know ${operator}`)
  }
}

// An instant is compared with a bare date by the date that a clock of the zone shows.
function compared(given: unknown, other: unknown, kind: Kind, zone: string): number {
  if (kind === 'instant') {
    const bare = /^\d{4}-\d\d-\d\d$/.test(String(other))
    return bare
      ? order(localDate(Date.parse(String(given)), zone), String(other))
      : order(Date.parse(String(given)), Date.parse(String(other)))
  }
  return order(given as string, other as string)
}

const localDate = (instant: number, zone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(instant)

const order = <T extends string | number | boolean>(one: T, other: T): number =>
  one < other ? -1 : one > other ? 1 : 0

/** The rows in the order asked for: nulls last in both directions, ties by id. */
export function sorted(rows: Row[], by: { field: string; direction: 'asc' | 'desc' }[], fields: Fields): Row[] {
  return [...rows].sort((a, b) => {
    for (const { field, direction } of by) {
      const [one, other] = [sortKey(a[field], fields[field]), sortKey(b[field], fields[field])]
      if (one === null || other === null) {
        if (one === other) continue
        return one === null ? 1 : -1
      }
      const between =
        typeof one === 'string'
          ? Buffer.compare(Buffer.from(one), Buffer.from(String(other)))
          : order(one, other as number)
      if (between !== 0) return direction === 'asc' ? between : -between
    }
    return order(a.id, b.id)
  })
}

function sortKey(value: unknown, field: Field | undefined): string | number | null {
  if (value === null || value === undefined) return null
  if (field?.kind === 'choice') return field.options?.indexOf(String(value)) ?? null
  if (field?.kind === 'text') return [...String(value).toLowerCase()].slice(0, 200).join('')
  if (field?.kind === 'instant') return Date.parse(String(value))
  return typeof value === 'boolean' ? Number(value) : (value as string | number)
}

const nulls = ['is_null', 'is_not_null']
const exact = ['equals', 'not_equals', 'in', 'not_in', ...nulls]
const partly = ['contains', 'not_contains', ...exact]
const ordered = ['gt', 'greater_than', 'gte', 'lt', 'less_than', 'lte', 'between', ...exact]
const dated = ['date_before', 'date_after', ...ordered]

/** The operators that fit a field, with their aliases. */
export const operatorsOf: Record<Kind, string[]> = {
  text: partly,
  list: partly,
  choice: partly,
  id: exact,
  boolean: exact,
  number: ordered,
  instant: dated,
  day: dated,
}

/** Filters over some fields whose values are near those that the rows have. */
export function arbitraryFilter(fields: Fields, rows: Row[], zone: string): fc.Arbitrary<Group> {
  const condition = fc.constantFrom(...Object.keys(fields)).chain((field) => {
    const { kind = 'text' } = fields[field] ?? {}
    const value = valueNear(
      kind,
      fields[field]?.options,
      rows.flatMap((row) => row[field] ?? []),
      zone,
    )
    return fc.constantFrom(...operatorsOf[kind]).chain((operator): fc.Arbitrary<Condition> => {
      if (nulls.includes(operator)) return fc.constant({ field, operator })
      if (operator.endsWith('in'))
        return fc.array(value, { maxLength: 4 }).map((list) => ({ field, operator, value: list }))
      if (operator === 'between') return fc.tuple(value, value).map((pair) => ({ field, operator, value: pair }))
      if (operator.endsWith('contains')) return pieceOf(value).map((text) => ({ field, operator, value: text }))
      return value.map((one) => ({ field, operator, value: one }))
    })
  })
  const { group } = fc.letrec<{ group: Group; node: Condition | Group }>((tie) => ({
    group: fc.record({
      type: fc.constantFrom('AND', 'OR'),
      conditions: fc.array(tie('node'), { maxLength: 3 }),
    }),
    node: fc.oneof({ maxDepth: 3, depthIdentifier: 'group' }, condition, tie('group')),
  }))
  return group.filter((each) => depthOf(each) <= 5)
}

const depthOf = (node: Condition | Group): number =>
  'conditions' in node ? 1 + Math.max(0, ...node.conditions.map(depthOf)) : 0

const pieceOf = (value: fc.Arbitrary<unknown>): fc.Arbitrary<string> =>
  fc.tuple(value, fc.nat(3), fc.nat(5)).map(([whole, from, length]) => {
    const characters = [...String(whole)]
    return characters.slice(from, from + length).join('')
  })

function valueNear(kind: Kind, options: string[] | undefined, known: unknown[], zone: string): fc.Arbitrary<unknown> {
  const one = known.length > 0 ? fc.constantFrom(...known) : fc.constant('x')
  switch (kind) {
    case 'id':
      return known.length > 0 ? fc.oneof(one, fc.uuid()) : fc.uuid()
    case 'boolean':
      return fc.boolean()
    case 'choice':
      return fc.constantFrom(...(options ?? []))
    case 'number':
      return fc.oneof(
        one,
        fc.tuple(one, fc.integer({ min: -2, max: 2 })).map(([near, by]) => Number(near) + by),
      )
    case 'day':
      return fc.tuple(one, fc.integer({ min: -2, max: 2 })).map(([near, by]) => moved(String(near), by))
    case 'instant':
      return fc.oneof(
        one,
        one.map((near) => new Date(Date.parse(String(near)) + 5_400_000).toISOString().replace('Z', '+01:30')),
        fc
          .tuple(one, fc.integer({ min: -1, max: 1 }))
          .map(([near, by]) => moved(localDate(Date.parse(String(near)), zone), by)),
      )
    default:
      return fc.oneof(
        one,
        one.map((near) => String(near).toUpperCase()),
        fc.constantFrom('', 'a', '%', '_', '\\', '漢'),
      )
  }
}

const moved = (day: string, by: number): string =>
  new Date(Date.parse(day) + by * 86_400_000).toISOString().slice(0, 10)
