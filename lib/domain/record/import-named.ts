import { holdersOfExternalIds, idsPresent, membersNamed } from '@/lib/db/sql/import'
import type { Scope } from '@/lib/db/transaction'
import { isId } from '../id'
import { Refusal } from '../refusal'
import { told } from './import-cell'

/** Finds whom a text of a row names. Refuses when it names nobody. */
export type Finder = (text: string) => string

/** The id of the active member whom a text names by id or e-mail, for each of these texts. */
export async function findMembers(scope: Scope, texts: string[]): Promise<Finder> {
  const words = [...new Set(texts.map((text) => text.toLowerCase()))]
  const found = words.length > 0 ? await membersNamed(scope, words.filter(isId), words) : []
  const ids = new Map(found.flatMap(({ id, email }) => [[email, id] as const, [id, id] as const]))
  return (text) => {
    const id = ids.get(text.toLowerCase())
    if (id === undefined) throw nobody('user', 'id or e-mail', text)
    return id
  }
}

/**
 * The id of the present record of an object (`contacts`) that a text names by id or external id, for each of these texts.
 * @param holders who has which external id, where the batch itself decides that
 */
export async function findRecordsNamed(
  scope: Scope,
  object: string,
  texts: string[],
  holders?: ReadonlyMap<string, string>,
): Promise<Finder> {
  const words = [...new Set(texts)]
  const asIds = [...new Set(words.filter(isId).map((word) => word.toLowerCase()))]
  const ids = new Set(asIds.length > 0 ? await idsPresent(scope, object, asIds) : [])
  const found = holders || words.length === 0 ? [] : await holdersOfExternalIds(scope, object, words)
  const known = holders ?? new Map(found.map(({ externalId, id }) => [externalId, id]))
  return (text) => {
    const id = ids.has(text.toLowerCase()) ? text.toLowerCase() : known.get(text)
    if (id === undefined) throw nobody(object === 'contacts' ? 'contact' : 'company', 'id or external id', text)
    return id
  }
}

const nobody = (who: string, by: string, text: string) =>
  new Refusal('invalid', `There is no ${who} with the ${by} ${told(text)}`)
