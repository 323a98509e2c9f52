import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'

export const steps = ['file', 'match', 'check', 'run'] as const
export type Step = (typeof steps)[number]

const inTheAddress = {
  step: parseAsStringLiteral(steps).withDefault('file'),
  /** What holds the file. */
  connector: parseAsString,
  flow: parseAsString,
  run: parseAsString,
  /** What was asked for to begin with. */
  object: parseAsString,
  board: parseAsString,
}

/** Where an import stands: the address holds all that a reload must not lose. */
export function useImport() {
  const [at, go] = useQueryStates(inTheAddress, { history: 'push', scroll: true })
  return { ...at, go: (change: Partial<typeof at>) => void go(change) }
}
