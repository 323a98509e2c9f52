import pg from 'pg'

/** A statement as the database got it; a named one is prepared once per connection. */
export interface SentStatement {
  text: string
  values: unknown[]
  named: boolean
}

/** Runs `work` and gives every statement that this process sent meanwhile. */
export async function statementsOf(work: () => Promise<unknown>): Promise<SentStatement[]> {
  const sent: SentStatement[] = []
  const query: (...given: unknown[]) => unknown = pg.Client.prototype.query
  const listening = function (this: pg.Client, ...given: unknown[]): unknown {
    const [first, values] = given
    if (typeof first === 'string') sent.push({ text: first, values: Array.isArray(values) ? values : [], named: false })
    else if (isConfig(first)) {
      const own = first.values ?? (Array.isArray(values) ? values : [])
      sent.push({ text: first.text, values: own, named: first.name !== undefined })
    }
    return query.apply(this, given)
  }
  Object.assign(pg.Client.prototype, { query: listening })
  await work().finally(() => Object.assign(pg.Client.prototype, { query }))
  return sent
}

/** The same as texts, without the hints to live boards, which go out when their time has come. */
export const textsOf = async (work: () => Promise<unknown>): Promise<string[]> =>
  (await statementsOf(work)).map(({ text }) => text).filter((text) => !text.includes('pg_notify'))

const isConfig = (given: unknown): given is { text: string; values?: unknown[]; name?: string } =>
  typeof given === 'object' && given !== null && 'text' in given && typeof given.text === 'string'

/** A step of a plan, as EXPLAIN (FORMAT JSON) tells it. */
interface PlanNode {
  'Node Type': string
  'Relation Name'?: string
  Plans?: PlanNode[]
}

/** Which tables a statement would read row by row from end to end, by the plan the database makes for it. */
export async function scannedTables(client: pg.Client, { text, values, named }: SentStatement): Promise<string[]> {
  if (!/^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b/i.test(text)) return []
  const plans = [await explain(client, `EXPLAIN (FORMAT JSON) ${text}`, values)]
  if (named) plans.push(await explainPrepared(client, text, values.length))
  return [...new Set(plans.flatMap(scansIn))]
}

async function explain(client: pg.Client, text: string, values: unknown[]): Promise<PlanNode> {
  const { rows } = await client.query({ text, values })
  return rows[0]['QUERY PLAN'][0].Plan
}

/** The one plan that a prepared statement keeps for all values. */
async function explainPrepared(client: pg.Client, text: string, parameters: number): Promise<PlanNode> {
  await client.query('SET plan_cache_mode = force_generic_plan')
  await client.query(`PREPARE under_test AS ${text}`)
  const nulls = parameters > 0 ? `(${Array(parameters).fill('NULL').join(', ')})` : ''
  try {
    return await explain(client, `EXPLAIN (FORMAT JSON) EXECUTE under_test${nulls}`, [])
  } finally {
    await client.query('DEALLOCATE under_test')
    await client.query('RESET plan_cache_mode')
  }
}

function scansIn(node: PlanNode): string[] {
  const own = node['Node Type'] === 'Seq Scan' && node['Relation Name'] ? [node['Relation Name']] : []
  return [...own, ...(node.Plans ?? []).flatMap(scansIn)]
}
