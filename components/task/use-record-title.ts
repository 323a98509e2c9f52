import { useRecord } from '@/components/record/use-record'
import { useWorkspace } from '@/components/shell/workspace'
import { linkOf } from './view'

/** What a record is called, once it is known; see TaskFilter. */
export function useRecordTitle(about: string): string | undefined {
  const { slug } = useWorkspace()
  const { type, id } = linkOf(about)
  return useRecord(slug, type, id).data?.name
}
