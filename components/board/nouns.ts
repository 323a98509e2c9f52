/** What a card of this object is called in a sentence. */
export type Noun = { one: string; many: string }

const known: Record<string, Noun> = {
  opportunities: { one: 'deal', many: 'deals' },
  candidates: { one: 'candidate', many: 'candidates' },
  companies: { one: 'company', many: 'companies' },
  contacts: { one: 'contact', many: 'contacts' },
}

/** The everyday noun of an object: `opportunities` are deals. Objects that we do not know hold records. */
export function nounOf(object: string): Noun {
  return known[object] ?? { one: 'record', many: 'records' }
}
