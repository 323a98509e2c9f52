/** Tasks that are picked out to do something with all of them, and the one that a range begins at. */
export type Selection = { ids: ReadonlySet<string>; anchor: string | null }

export const nothing: Selection = { ids: new Set(), anchor: null }

/** Picks a task, or puts it back. */
export function toggled({ ids }: Selection, id: string): Selection {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return { ids: next, anchor: id }
}

/** Picks everything from the anchor up to a task as well, in the order of the list. Without an anchor, that task. */
export function extended(selection: Selection, id: string, order: readonly string[]): Selection {
  const { ids, anchor } = selection
  const [from, to] = [anchor === null ? -1 : order.indexOf(anchor), order.indexOf(id)]
  if (from < 0 || to < 0) return { ids: new Set([...ids, id]), anchor: id }
  return { ids: new Set([...ids, ...order.slice(Math.min(from, to), Math.max(from, to) + 1)]), anchor }
}

/** What is left of a selection among the tasks that are there; the same one where nothing is missing. */
export function among(selection: Selection, order: readonly string[]): Selection {
  const there = new Set(order)
  const ids = [...selection.ids].filter((id) => there.has(id))
  if (ids.length === selection.ids.size) return selection
  return {
    ids: new Set(ids),
    anchor: selection.anchor !== null && there.has(selection.anchor) ? selection.anchor : null,
  }
}
