import fc from 'fast-check'
import { newId } from '@/lib/domain/id'
import { type JsonSchema, type JsonType, typesOf } from './body-fields'
import type { Sample, World } from './sample'

/** Text that may be stored: any characters but NUL and halves of surrogate pairs. */
const text = (least: number, most: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc
      .string({ unit: 'binary', maxLength: Math.min(30, most) })
      .filter((each) => !each.includes('\0') && each.length <= most && each.trim().length >= least),
    fc.constantFrom('x'.repeat(most), 'ÅΩ漢'.repeat(Math.floor(most / 3)) || 'å', '<b>&"\'\\; --'.slice(0, most)),
  )

const instant = fc
  .tuple(
    fc.date({ min: new Date('1900-01-01'), max: new Date('2999-12-31'), noInvalidDate: true }),
    fc.constantFrom('Z', '+00:00', '+05:30', '-11:00', '+14:00'),
  )
  .map(([date, offset]) => date.toISOString().replace('Z', offset))

const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

const json = fc.jsonValue({ maxDepth: 3 }).filter((value) => !JSON.stringify(value).includes('__proto__'))

const node = fc.record(
  {
    nodeType: fc.constantFrom('source', 'filter', 'transform', 'join', 'target'),
    label: text(0, 500),
    config: fc.dictionary(text(0, 20), json, { maxKeys: 4, noNullPrototype: true }),
    position: fc.record({ x: fc.double({ min: -1e9, max: 1e9, noNaN: true }), y: fc.integer({ min: -1e9, max: 1e9 }) }),
  },
  { requiredKeys: ['nodeType'], noNullPrototype: true },
)

/** A field to choose by: only that has options. */
const choice = {
  type: fc.constantFrom('select', 'multi_select'),
  options: fc.uniqueArray(text(1, 500), { minLength: 1, maxLength: 5 }),
  unique: fc.constant(false),
}

/** Fields whose values must be somebody's or something's; `sample` knows what the operation is about. */
function known(name: string, world: World, sample: Sample): fc.Arbitrary<unknown> | undefined {
  const stages = world.board.stages.map((stage) => stage.id)
  const order = Array.isArray(sample.body?.stage_ids) ? sample.body.stage_ids : []
  const values: Record<string, fc.Arbitrary<unknown>> = {
    pipeline_id: fc.constant(world.board.id),
    stage_id: fc.constantFrom(...stages),
    pipeline_stage_id: fc.constantFrom(...stages),
    pipeline_step_id: fc.constantFrom(...stages),
    stage_ids: fc.shuffledSubarray(order, { minLength: order.length }),
    contact_id: fc.constantFrom(world.contactId, null),
    company_id: fc.constantFrom(world.companyId, null),
    owner_id: fc.constantFrom(world.workspace.adminId, null),
    user_id: fc.constant(world.workspace.adminId),
    assigned_to_id: fc.constantFrom(world.workspace.adminId, null),
    linked_entities: fc.subarray([
      { id: world.contactId, type: 'contacts' },
      { id: world.companyId, type: 'companies' },
    ]),
    // No more than the key has that asks.
    rate_limit: fc.constantFrom(1, 600, 1_000_000, null),
    scopes: fc.constantFrom(['read'], ['write'], ['read', 'write']),
    after_id: fc.constant(world.dealId),
    before_id: fc.constant(world.dealId),
    external_id: fc.constant(null).map(() => newId()),
    // The other way to say which record is meant, and only by fields declared unique.
    match_on: fc.constant(undefined),
    expected_close: day,
    currency: fc.constantFrom('EUR', 'USD', 'JPY', 'KWD'),
    object: fc.constantFrom('opportunities', 'candidates'),
    required_fields: fc.subarray(['amount', 'owner_id', 'contact_id', 'tags', 'expected_close', 'lost_reason']),
    value: fc.integer({ min: -1e12, max: 1e12 }),
    amount: fc.integer({ min: -1e12, max: 1e12 }),
    fields: fc.constant({}),
    ...(sample.body?.options !== undefined && choice),
    id: fc.constant(sample.body?.id),
    connectorId: fc.constant(world.connectorId),
    schemaId: fc.constant(world.schemaId),
    schedule: fc.constantFrom('0 2 * * *', '*/5 8-18 * * MON-FRI', null),
    nodes: fc.array(node, { maxLength: 5 }).map((nodes) => nodes.map((each, at) => ({ ...each, id: `n${at}` }))),
    // Any graph is drawn in the tests of graphs.
    edges: fc.constant([]),
    url: fc.constantFrom('https://hooks.example.com/in', 'http://hooks.example.com:8080/in?q=1'),
    events: fc.constantFrom(['*'], ['deal.moved', 'pipeline.*']),
    since: fc.constantFrom('2026-01-01T00:00:00Z', '2026-01-01'),
    secrets: fc.constantFrom({}, { token: 'a-token-of-tests' }),
  }
  return Object.hasOwn(values, name) ? values[name] : undefined
}

/** Bodies that fit a schema, with ids of the world. */
export function bodiesOf(schema: JsonSchema, world: World, sample: Sample, name = ''): fc.Arbitrary<unknown> {
  const fixed = known(name, world, sample)
  if (fixed) return typesOf(schema).has('null') ? fixed : fixed.filter((value) => value !== null)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((each) => bodiesOf(each, world, sample)))
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.type === undefined) return json
  const [type] = typesOf(schema)
  switch (type) {
    case 'string':
      if (schema.format === 'date-time') return instant
      if (schema.pattern) return fc.stringMatching(new RegExp(schema.pattern))
      return text(schema.minLength ?? 0, schema.maxLength ?? 200)
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -1e12, max: Math.min(schema.maximum ?? 1e12, 1e12) })
    case 'number':
      return fc.double({ min: schema.minimum ?? -1e12, max: schema.maximum ?? 1e12, noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(bodiesOf(schema.items ?? {}, world, sample), { maxLength: Math.min(schema.maxItems ?? 5, 5) })
    default:
      return objectsOf(schema, world, sample)
  }
}

function objectsOf(schema: JsonSchema, world: World, sample: Sample): fc.Arbitrary<unknown> {
  const { properties, required = [], additionalProperties } = schema
  if (!properties) {
    const value = typeof additionalProperties === 'object' ? bodiesOf(additionalProperties, world, sample) : json
    return fc.dictionary(text(0, 20), value, { maxKeys: 4, noNullPrototype: true })
  }
  const model = Object.fromEntries(
    Object.entries(properties).map(([name, each]) => [name, bodiesOf(each, world, sample, name)]),
  )
  // What a record is known by is needed, and the name of one that is not known: the schema cannot say so.
  const needed = 'match_on' in properties ? [...required, 'external_id', 'name'] : required
  return fc.record(model, { requiredKeys: needed, noNullPrototype: true })
}

const anything: Record<JsonType, fc.Arbitrary<unknown>> = {
  string: fc.string({ unit: 'binary' }),
  integer: fc.integer(),
  number: fc.double({ noNaN: true, noDefaultInfinity: true, noInteger: true }),
  boolean: fc.boolean(),
  null: fc.constant(null),
  array: fc.array(fc.jsonValue({ maxDepth: 1 }), { maxLength: 3 }),
  object: fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3, noNullPrototype: true }),
}

/** Values of the JSON types that a field does not take. */
export function misfits(types: Set<JsonType>): fc.Arbitrary<unknown> {
  const others = (Object.keys(anything) as JsonType[]).filter(
    (type) => !types.has(type) && !(type === 'integer' && types.has('number')),
  )
  return fc.oneof(...others.map((type) => anything[type]))
}
