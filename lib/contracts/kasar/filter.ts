import { z } from 'zod'
import { type Filter, type Operator, operators } from '@/lib/domain/filter/filter'

/** How deep groups may stand in each other; the outermost is 1. */
const deepest = 5
const mostConditions = 100

const aliases: Record<string, Operator> = { greater_than: 'gt', less_than: 'lt' }
const known = new Map<string, Operator>([...operators.map((each) => [each, each] as const), ...Object.entries(aliases)])

/**
 * Kasar's FilterGroup as a JSON parameter (DECISIONS, "Kasar"). Gives it in the domain's words; whether a field exists
 * and a value fits it is the domain's to say.
 */
export const filters = z
  .string()
  .meta({ description: 'A FilterGroup as JSON: {"type": "AND" | "OR", "conditions": [Condition | FilterGroup]}' })
  .transform((text, context) => {
    try {
      return readFilters(text)
    } catch (error) {
      if (!(error instanceof Misfit)) throw error
      context.addIssue({ code: 'custom', message: error.message })
      return z.NEVER
    }
  })

class Misfit extends Error {}

const group = z.strictObject({ type: z.enum(['AND', 'OR']), conditions: z.array(z.unknown()) })
const condition = z.strictObject({ field: z.string().max(100), operator: z.string(), value: z.unknown().optional() })

function readFilters(text: string): Filter {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new Misfit('must be JSON')
  }
  const counted = { conditions: 0 }
  return readGroup(json, 1, counted)
}

function readGroup(given: unknown, depth: number, counted: { conditions: number }): Filter {
  if (depth > deepest) throw new Misfit(`must not be deeper than ${deepest} groups`)
  const { type, conditions } = fitting(group, given, 'a group {"type": "AND" or "OR", "conditions": […]}')
  const read = conditions.map((each) =>
    isGroup(each) ? readGroup(each, depth + 1, counted) : readCondition(each, counted),
  )
  return type === 'AND' ? { all: read } : { any: read }
}

function readCondition(given: unknown, counted: { conditions: number }): Filter {
  counted.conditions++
  if (counted.conditions > mostConditions) throw new Misfit(`must not have more than ${mostConditions} conditions`)
  const { field, operator, value } = fitting(condition, given, 'a condition {"field", "operator", "value"}')
  const meant = known.get(operator)
  if (!meant)
    throw new Misfit(`names an unknown operator '${operator.slice(0, 50)}'; there are: ${[...known.keys()].join(', ')}`)
  return { field, operator: meant, value }
}

const isGroup = (given: unknown): boolean =>
  typeof given === 'object' && given !== null && ('conditions' in given || 'type' in given)

function fitting<T>(type: z.ZodType<T>, given: unknown, what: string): T {
  const parsed = type.safeParse(given)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const at = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path[0]
  throw new Misfit(at === undefined ? `must hold ${what}` : `must hold ${what}: see '${String(at).slice(0, 50)}'`)
}
