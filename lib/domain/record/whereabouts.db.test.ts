import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Acting, actingWith } from '@/e2e/acting'
import { type RunningApi, startApi } from '@/e2e/api-client'
import { openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { newId } from '../id'
import { whereaboutsOf } from './whereabouts'

let api: RunningApi
let workspace: TestWorkspace
let rex: Acting

beforeAll(async () => {
  api = await startApi()
  workspace = await openWorkspace()
  rex = actingWith(api, await workspace.key('rex'))
})
afterAll(() => api.stop())

it('tells where a record is to be looked at', async () => {
  const board = await rex.board()
  const deal = await rex.deal(board, board.stages[0], { name: 'Licence' })
  const contact = await rex.record('contacts', { name: 'Bea' })
  expect(await whereaboutsOf(workspace.id, 'opportunities', deal.id)).toEqual({
    title: 'Licence',
    pipelineId: board.id,
  })
  expect(await whereaboutsOf(workspace.id, 'contacts', contact.id)).toEqual({ title: 'Bea', pipelineId: null })
})

it('knows nothing of what is missing, another kind of record, in the trash, or another workspace’s', async () => {
  const board = await rex.board()
  const [deal, trashed] = [await rex.deal(board, board.stages[0]), await rex.deal(board, board.stages[0])]
  await rex.delete(`/deals/${trashed.id}`)
  const elsewhere = await openWorkspace()
  for (const [where, object, id] of [
    [workspace.id, 'opportunities', newId()],
    [workspace.id, 'opportunities', 'x'],
    [workspace.id, 'contacts', deal.id],
    [workspace.id, 'opportunities', trashed.id],
    [elsewhere.id, 'opportunities', deal.id],
  ] as const) {
    expect(await whereaboutsOf(where, object, id)).toBeNull()
  }
  expect(await whereaboutsOf(workspace.id, 'opportunities', deal.id)).not.toBeNull()
  await rex.delete(`/pipelines/${board.id}`)
  expect(await whereaboutsOf(workspace.id, 'opportunities', deal.id)).toBeNull()
})
