import { type Cell, emptyRow, type Row } from '../../row'
import { type Target, targetModes } from '../program'
import type { Settings } from '../settings'
import type { Step } from '../step'

/**
 * Where rows arrive. `fields` says which of the row's fields become which of the object's, and all others stay away; by
 * default fields of equal names do. With `keys` rows update the record that they find, unless `mode` says otherwise.
 * @param object the one that records are made of unless the node says another
 */
export function target(settings: Settings, nodeId: string, object: string): { target: Target; step: Step | null } {
  const keys = settings.texts('keys') ?? []
  const mode = settings.word('mode', targetModes) ?? (keys.length > 0 ? 'upsert' : 'append')
  return {
    target: {
      nodeId,
      object: settings.text('schemaId') ?? object,
      mode,
      keys: mode === 'append' ? [] : keys.length > 0 ? keys : ['external_id'],
    },
    step: mapped(settings),
  }
}

function mapped(settings: Settings): Step | null {
  const fields = settings.object('fields')
  if (fields === null) return null
  const pairs = Object.entries(fields)
  const names = pairs.map(([, name]) => name)
  if (!names.every((name) => typeof name === 'string' && name !== '')) {
    settings.wrong('fields', "Setting 'fields' must give each field of the row the name of one of the object")
  }
  const twice = names.find((name, at) => names.indexOf(name) < at)
  if (twice !== undefined) settings.wrong('fields', `Setting 'fields' gives two fields the name '${twice}'`)
  return { each: (row) => taken(row, pairs as [string, string][]) }
}

function taken(row: Row, pairs: [string, string][]): Row {
  const changed = emptyRow()
  for (const [from, to] of pairs) if (row[from] !== undefined) changed[to] = row[from] as Cell
  return changed
}
