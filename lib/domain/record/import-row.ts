import type { Cell, Row } from '../flow/row'
import { misfit, type OwnField } from '../object/own-field'
import { invalid } from '../refusal'
import { isFilled, isWithin } from '../text'
import { recordBounds } from './bounds'
import {
  amountIn,
  booleanIn,
  dayIn,
  type Filled,
  instantIn,
  isEmptyCell,
  listIn,
  minorUnitsIn,
  numberIn,
  textIn,
  wordIn,
} from './import-cell'
import type { CommonImportName, ImportField } from './import-field'
import type { FieldValue, RecordValues } from './record'

/** What a row says of a record, read by itself: whom it names is still to be found. */
export interface Draft {
  values: RecordValues
  /** Money as people write it, for `values.value` as soon as its currency is known. */
  amount?: string
  owner?: string
  contact?: string
  company?: string
  pipeline?: string
  stage?: string
  createdAt?: Date
  stageEnteredAt?: Date
  closedAt?: Date
}

/** Reads the rows of an import. */
export interface RowReader {
  /** What a row says. Refuses, naming the field, a cell that does not fit. An empty cell clears, an absent one leaves. */
  read(row: Row): Draft
  /** The names that rows held and the object does not know. */
  ignored: Set<string>
}

type Take = (draft: Draft, cell: Cell) => void

/** A reader for rows of these fields. Of several names for one thing in a row, the first of the fields' counts. */
export function rowReader(fields: ImportField[], own: OwnField[]): RowReader {
  const spellings = spellingsOf(fields, own)
  const ignored = new Set<string>()
  let names: string[] = []
  let takes: (Take | null)[] = []
  return {
    ignored,
    read(row) {
      const draft: Draft = { values: {} }
      const given = Object.keys(row)
      // Most rows of a batch have the names of the row before.
      if (given.length !== names.length || given.some((name, at) => name !== names[at])) {
        names = given
        takes = takesFor(names, spellings, ignored)
      }
      for (let at = 0; at < names.length; at++) takes[at]?.(draft, row[names[at] as string] as Cell)
      return draft
    },
  }
}

interface Spelling {
  /** What is written: two spellings of one thing share it. */
  thing: string
  rank: number
  take: Take
}

function spellingsOf(fields: ImportField[], own: OwnField[]): Map<string, Spelling> {
  const spellings = new Map<string, Spelling>()
  for (const field of fields) {
    const ofObject = own.find(({ name }) => name === field.name)
    const take = ofObject ? takeOwn(ofObject) : takeCommon[field.name as CommonImportName]
    const thing = field.type === 'money' && !ofObject ? 'value' : field.name
    for (const name of [field.name, ...field.aliases]) {
      if (!spellings.has(name)) spellings.set(name, { thing, rank: spellings.size, take })
    }
  }
  return spellings
}

function takesFor(names: string[], spellings: Map<string, Spelling>, ignored: Set<string>): (Take | null)[] {
  const first = new Map<string, number>()
  for (const name of names) {
    const spelling = spellings.get(name)
    if (spelling)
      first.set(spelling.thing, Math.min(first.get(spelling.thing) ?? Number.POSITIVE_INFINITY, spelling.rank))
  }
  return names.map((name) => {
    const spelling = spellings.get(name)
    if (spelling && first.get(spelling.thing) === spelling.rank) return spelling.take
    ignored.add(name)
    return null
  })
}

/** A column that a text fills; empty, it is cleared. */
const text =
  (column: 'description' | 'source' | 'lostReason' | 'externalId', name: CommonImportName): Take =>
  ({ values }, cell) => {
    values[column] = isEmptyCell(cell) ? null : boundedIn(cell, name, recordBounds[column])
  }

function boundedIn(cell: Filled, name: string, most: number): string {
  const given = textIn(cell, name)
  if (!isWithin(given, most)) throw invalid(name, `must have at most ${most} characters`)
  return given
}

/** Somebody or something that a text names; empty, nobody. */
const named =
  (
    column: 'ownerId' | 'contactId' | 'companyId',
    part: 'owner' | 'contact' | 'company',
    name: CommonImportName,
  ): Take =>
  (draft, cell) => {
    if (isEmptyCell(cell)) draft.values[column] = null
    else draft[part] = wordIn(cell, name)
  }

/** What is left alone when it is empty. */
const given =
  <Part extends keyof Draft>(
    part: Part,
    read: (cell: Filled, name: string) => Draft[Part],
    name: CommonImportName,
  ): Take =>
  (draft, cell) => {
    if (!isEmptyCell(cell)) draft[part] = read(cell, name)
  }

const takeCommon: Record<CommonImportName, Take> = {
  name: ({ values }, cell) => {
    if (isEmptyCell(cell)) throw invalid('name', 'must not be empty')
    values.title = boundedIn(cell, 'name', recordBounds.title)
  },
  description: text('description', 'description'),
  tags: ({ values }, cell) => {
    values.tags = isEmptyCell(cell) ? [] : tagsIn(cell)
  },
  value: ({ values }, cell) => {
    values.value = isEmptyCell(cell) ? null : minorUnitsIn(cell, 'value')
  },
  amount: (draft, cell) => {
    if (isEmptyCell(cell)) draft.values.value = null
    else draft.amount = amountIn(cell, 'amount')
  },
  currency: ({ values }, cell) => {
    if (!isEmptyCell(cell)) values.currency = wordIn(cell, 'currency').toUpperCase()
  },
  owner_id: named('ownerId', 'owner', 'owner_id'),
  contact_id: named('contactId', 'contact', 'contact_id'),
  company_id: named('companyId', 'company', 'company_id'),
  pipeline_id: given('pipeline', wordIn, 'pipeline_id'),
  stage_id: given('stage', wordIn, 'stage_id'),
  expected_close: ({ values }, cell) => {
    values.expectedClose = isEmptyCell(cell) ? null : dayIn(cell, 'expected_close')
  },
  source: text('source', 'source'),
  lost_reason: text('lostReason', 'lost_reason'),
  external_id: text('externalId', 'external_id'),
  created_at: given('createdAt', instantIn, 'created_at'),
  stage_entered_at: given('stageEnteredAt', instantIn, 'stage_entered_at'),
  closed_at: given('closedAt', instantIn, 'closed_at'),
}

function tagsIn(cell: Filled): string[] {
  const tags = listIn(cell, 'tags')
  if (tags.length > recordBounds.tags) throw invalid('tags', `must be at most ${recordBounds.tags}`)
  for (const tag of tags) {
    if (!isFilled(tag)) throw invalid('tags', 'must not be blank')
    if (tag.length > recordBounds.tag) throw invalid('tags', `must have at most ${recordBounds.tag} characters each`)
  }
  return tags
}

function takeOwn(field: OwnField): Take {
  const { name } = field
  const read = reads[field.type]
  return ({ values }, cell) => {
    const value = isEmptyCell(cell) ? null : read(cell, name, field.options)
    const problem = misfit(field, value)
    if (problem) throw invalid(name, problem)
    values.fields ??= {}
    values.fields[name] = value
  }
}

/** One of the options: as it is written, or else without the blanks around it. */
const optionIn = (cell: Filled, name: string, options: string[]): string => {
  const text = textIn(cell, name)
  return options.includes(text) ? text : text.trim()
}

const reads: Record<OwnField['type'], (cell: Filled, name: string, options: string[]) => FieldValue> = {
  text: textIn,
  email: wordIn,
  phone: wordIn,
  url: wordIn,
  number: numberIn,
  boolean: booleanIn,
  date: dayIn,
  datetime: (cell, name) => instantIn(cell, name).toISOString(),
  select: optionIn,
  multi_select: (cell, name, options) =>
    typeof cell === 'string' && options.includes(cell) ? [cell] : listIn(cell, name),
  pipeline: textIn,
}
