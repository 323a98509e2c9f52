import { type Config, type SettingKind, type SettingSheet, settingOf } from '../connector/settings'
import type { NodeType } from './flow'

// What nobody has finished does nothing, and its rows pass on; so says a warning.
const sheet = (settings: Record<string, SettingKind>, ...needs: string[][]): SettingSheet => ({
  settings,
  needs,
  unfinished: 'warning',
})

// What is to hide something must not let it pass.
const strict = (found: SettingSheet): SettingSheet => ({ ...found, unfinished: 'error' })

const condition = { expression: 'text', field: 'text', operator: 'text', value: 'any' } as const

/** What a node of each type may be told; a transform's settings go by its `type`. */
const sheets: Record<Exclude<NodeType, 'transform'>, SettingSheet> = {
  source: sheet({
    ...{ connectorId: 'text', schema: 'text', table: 'text', query: 'text', orderBy: 'text' },
    ...{ recordsPath: 'text', cursorField: 'text', cursorParam: 'text', overlap: 'number' },
  }),
  filter: sheet({ ...condition, conditions: 'any' }, ['expression', 'field', 'conditions']),
  validate: sheet({ rules: 'any', dataset: 'any', ...condition, required: 'flag', pattern: 'text', message: 'text' }, [
    'rules',
    'expression',
    'field',
    'dataset',
  ]),
  branch: sheet({ ...condition, conditions: 'any' }, ['expression', 'field', 'conditions']),
  join: sheet({ keys: 'texts', type: 'text' }, ['keys']),
  enrich: sheet(
    {
      schemaId: 'text',
      keys: 'texts',
      match: 'object',
      fields: 'texts',
      as: 'object',
      prefix: 'text',
      missing: 'text',
    },
    ['keys', 'match'],
  ),
  aggregate: sheet({ groupBy: 'texts', measures: 'any' }, ['groupBy', 'measures']),
  target: sheet({ schemaId: 'text', keys: 'texts', mode: 'text', fields: 'object' }),
}

const rename = sheet({ from: 'text', to: 'text' }, ['from'], ['to'])

/** The transforms by their `type`. */
const transforms: Record<string, SettingSheet> = {
  rename_field: rename,
  rename,
  cast: sheet({ field: 'text', to: 'text', format: 'text', decimal: 'text' }, ['field'], ['to']),
  expression: sheet({ field: 'text', expression: 'text' }, ['field'], ['expression']),
  drop: sheet({ fields: 'texts' }, ['fields']),
  add_field: sheet({ field: 'text', value: 'any' }, ['field']),
  map_values: sheet({ field: 'text', values: 'object', otherwise: 'any' }, ['field'], ['values']),
  split: sheet({ field: 'text', separator: 'text', into: 'texts' }, ['field'], ['into']),
  merge: sheet({ fields: 'texts', separator: 'text', into: 'text' }, ['fields'], ['into']),
  hash: strict(sheet({ field: 'text', fields: 'texts', salt: 'text' }, ['fields', 'field'])),
  mask_pii: strict(sheet({ field: 'text', fields: 'texts' }, ['fields', 'field'])),
  deduplicate: sheet({ keys: 'texts' }, ['keys']),
}

export const transformTypes = Object.keys(transforms)

/** What a node may be told; null for a transform that says not, or nothing we know, of what it is to do. */
export function sheetOf(nodeType: NodeType, config: Config): SettingSheet | null {
  if (nodeType !== 'transform') return sheets[nodeType]
  const type = settingOf(config, 'type')
  const found = typeof type === 'string' && Object.hasOwn(transforms, type) ? transforms[type] : undefined
  return found ? { ...found, settings: { ...found.settings, type: 'text' } } : null
}

/** What a node's config points at elsewhere in the workspace. */
export function referencesOf(nodeType: NodeType, config: Config): { connectorId?: string; schemaId?: string } {
  const text = (name: string) => {
    const value = settingOf(config, name)
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  if (nodeType === 'source') return { connectorId: text('connectorId') }
  return nodeType === 'target' || nodeType === 'enrich' ? { schemaId: text('schemaId') } : {}
}
