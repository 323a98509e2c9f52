import { queryOptions } from '@tanstack/react-query'
import type { listObjects } from '@/lib/contracts/kasar/object.contract'
import type { listRecords } from '@/lib/contracts/kasar/record.contract'
import { call } from '@/lib/http/call'
import type { TaskLink } from './task'

const ofEach = 5

/** The query by which records are searched, wherever that is. */
export const recordSearch = (workspace: string, words: string) =>
  queryOptions({
    queryKey: ['records', workspace, 'search', words],
    queryFn: ({ signal }) => searchRecords(workspace, words, signal),
    staleTime: 30_000,
  })

/** Records of every object in which each of the words begins one. */
async function searchRecords(workspace: string, words: string, signal?: AbortSignal): Promise<TaskLink[]> {
  const objects = await call<typeof listObjects>('GET', '/objects', { workspace, signal })
  const pages = await Promise.all(
    objects.data.map(async ({ name: object }) => {
      const query = { search: words, limit: ofEach, sort_by: 'name' }
      const page = await call<typeof listRecords>('GET', '/records/{object}', {
        ...{ workspace, params: { object }, query, signal },
      })
      return page.data.map(({ id, name }) => ({ id, type: object, title: name }))
    }),
  )
  return pages.flat()
}
