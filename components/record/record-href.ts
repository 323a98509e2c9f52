/** A record as others point at it. */
export type RecordPointer = { type: string; id: string; pipeline_id?: string | null }

/** Where a record is looked at: beside its board, when that is known, else on a page of its own, which knows the way. */
export function recordHref(workspace: string, { type, id, pipeline_id }: RecordPointer): string {
  return pipeline_id
    ? `/${workspace}/boards/${pipeline_id}?record=${id}`
    : `/${workspace}/records/${encodeURIComponent(type)}/${id}`
}
