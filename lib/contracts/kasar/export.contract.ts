import { z } from 'zod'
import { contract } from '../contract'
import { listRecords } from './record.contract'
import { listTasks } from './task.contract'

const walked = { cursor: true, limit: true } as const
const about =
  'A file of CSV with all that the list would give, page after page. A text that a spreadsheet would run as a formula has an apostrophe in front.'

/** Ours: the whole of a list of records as a file. */
export const exportRecords = contract({
  dialect: 'kasar',
  method: 'GET',
  path: '/records/{object}/export',
  title: 'Export records',
  about: `${about} Its columns are named as an import names them; the object’s own fields come last.`,
  ours: true,
  local: true,
  streams: 'csv',
  query: z.strictObject(listRecords.query.omit(walked).shape),
})

/** Ours: the whole of a list of tasks as a file. */
export const exportTasks = contract({
  dialect: 'kasar',
  method: 'GET',
  path: '/tasks/export',
  title: 'Export tasks',
  about,
  ours: true,
  local: true,
  streams: 'csv',
  query: z.strictObject(listTasks.query.omit({ ...walked, include: true }).shape),
})
