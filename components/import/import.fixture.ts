import type { OwnField } from '@/lib/domain/object/own-field'
import { importFieldsOf } from '@/lib/domain/record/import-field'
import type { Column, ImportTarget } from './plan'

const own = (name: string, type: OwnField['type'] = 'text', isUnique = false): OwnField => ({
  ...{ id: name, name, type, isUnique },
  label: name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' '),
  options: [],
})

const ownOf: Record<string, OwnField[]> = {
  contacts: [own('email', 'email'), own('phone', 'phone'), own('job_title')],
  companies: [own('domain', 'text', true), own('industry'), own('location')],
  opportunities: [own('stage', 'pipeline')],
}

/** An object as a workspace has it. */
export function aTarget(name: keyof typeof ownOf): ImportTarget {
  const hasBoards = name === 'opportunities'
  const fields = importFieldsOf({ hasBoards }, ownOf[name] ?? [])
  return { id: `id-of-${name}`, name, displayName: name.charAt(0).toUpperCase() + name.slice(1), hasBoards, fields }
}

/** A column with these values. */
export const aColumn = (name: string, type = 'text', ...samples: string[]): Column => ({ name, type, samples })
