import type { Scope } from '@/lib/db/transaction'
import { invalid } from '../refusal'
import type { RecordValues } from './record'

const known = new Set(Intl.supportedValuesOf('currency'))

const ofWorkspace = { name: 'currency_of_workspace', text: 'SELECT currency FROM "Workspace" WHERE id = $1' }

/** The currency of money that says none. */
export async function usualCurrency(scope: Scope): Promise<string | undefined> {
  const [workspace] = await scope.sql<{ currency: string }>(ofWorkspace, [scope.workspaceId])
  return workspace?.currency
}

/** Whether values bring money without a currency to a record that has none (`current`). */
export const lacksCurrency = (values: RecordValues, current: string | null): boolean =>
  !values.currency && !current && values.value !== undefined && values.value !== null

/** Values with the `usual` currency where money comes without one. Refuses a currency that ISO 4217 does not know. */
export function inCurrency(values: RecordValues, current: string | null, usual: string | undefined): RecordValues {
  if (values.currency && !known.has(values.currency)) throw invalid('currency', 'must be an ISO 4217 currency code')
  return lacksCurrency(values, current) ? { ...values, currency: usual } : values
}

/**
 * An amount as people write it (`-1234.5`) in the minor units of a currency that ISO 4217 knows. Refuses one with more
 * decimals than the currency has, and one too large to be exact.
 */
export function minorUnitsOf(amount: string, currency: string): number {
  const digits = decimalsOf(currency)
  const [whole = '', decimals = ''] = amount.replace(/^[+-]/, '').split('.')
  const fraction = decimals.replace(/0+$/, '')
  if (fraction.length > digits) throw invalid('amount', `must have at most ${digits} decimals in ${currency}`)
  const minor = Number(whole + fraction.padEnd(digits, '0'))
  if (!Number.isSafeInteger(minor)) throw invalid('amount', 'is too large')
  return amount.startsWith('-') && minor !== 0 ? -minor : minor
}

/** The other way: `125050` EUR is `1250.50`. */
export function amountOf(minor: number, currency: string): string {
  const digits = decimalsOf(currency)
  const text = String(Math.abs(minor)).padStart(digits + 1, '0')
  const amount = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
  return minor < 0 ? `-${amount}` : amount
}

const decimals = new Map<string, number>()

function decimalsOf(currency: string): number {
  const known = decimals.get(currency)
  if (known !== undefined) return known
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
  decimals.set(currency, maximumFractionDigits)
  return maximumFractionDigits
}

/** The same with the workspace's currency. */
export const withCurrency = async (scope: Scope, values: RecordValues, current: string | null): Promise<RecordValues> =>
  inCurrency(values, current, lacksCurrency(values, current) ? await usualCurrency(scope) : undefined)
