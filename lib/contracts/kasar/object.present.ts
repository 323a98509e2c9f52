import type { z } from 'zod'
import type { ObjectRow } from '@/lib/domain/object/find'
import type { OwnField } from '@/lib/domain/object/own-field'
import type { field, object } from './object.contract'

/** A kind of record. */
export const presentObject = (row: ObjectRow): z.input<typeof object> => ({
  id: row.id,
  name: row.name,
  displayName: row.displayName,
  builtIn: row.builtIn,
  hasPipelines: row.hasBoards,
})

/** A field of an object. */
export const presentField = (row: OwnField): z.input<typeof field> => ({
  id: row.id,
  name: row.name,
  label: row.label,
  type: row.type,
  options: row.options,
  unique: row.isUnique,
})
