import { useEffect, useEffectEvent, useState } from 'react'
import type { Plan } from './plan'

const placeOf = (connectorId: string) => `import ${connectorId}`

/**
 * The plan of an import, kept in this tab so that going back, forth or reloading loses nothing, nor does another file
 * with the same columns.
 * @param columns the file's; null: not known yet
 * @param begin makes the first plan
 */
export function usePlan(connectorId: string | null, columns: readonly string[] | null, begin: () => Plan) {
  const [held, hold] = useState<{ connectorId: string; plan: Plan } | null>(null)
  const fits = (plan: Plan) => columns !== null && isSame(columns, Object.keys(plan.columns))
  const plan = held && held.connectorId === connectorId && fits(held.plan) ? held.plan : null
  const isReady = connectorId !== null && columns !== null
  const find = useEffectEvent(() => {
    if (connectorId === null || plan) return
    const kept = stored(connectorId)
    hold({ connectorId, plan: kept && fits(kept) ? kept : begin() })
  })
  useEffect(() => {
    if (isReady && !plan) find()
  }, [isReady, plan])
  const change = (next: Plan) => {
    if (connectorId === null) return
    hold({ connectorId, plan: next })
    sessionStorage.setItem(placeOf(connectorId), JSON.stringify(next))
  }
  return [plan, change] as const
}

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((name) => other.includes(name))

function stored(connectorId: string): Plan | null {
  try {
    const text = sessionStorage.getItem(placeOf(connectorId))
    return text === null ? null : JSON.parse(text)
  } catch {
    return null
  }
}
