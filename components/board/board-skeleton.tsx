import { Skeleton } from '@/components/ui/skeleton'

const heights = [
  ['h-24', 'h-20', 'h-28', 'h-20'],
  ['h-20', 'h-28', 'h-20'],
  ['h-28', 'h-20', 'h-24', 'h-20', 'h-20'],
  ['h-20', 'h-24'],
  ['h-24'],
]

/** The shape of a board, shown once waiting has become noticeable. */
export function BoardSkeleton() {
  return (
    <div className="flex min-h-0 grow gap-3 overflow-hidden px-[6vw] animate-late desk:px-4" role="status">
      <span className="sr-only">Loading the board</span>
      {heights.map((column, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the shape never changes.
        <div key={i} className="w-[88vw] shrink-0 desk:w-72">
          <div className="flex h-10 items-center gap-2 px-1">
            <Skeleton className="size-2 rounded-full" />
            <Skeleton className="h-3.5 w-28" />
            <Skeleton className="ml-auto h-3.5 w-12" />
          </div>
          <Skeleton className="h-0.5" />
          <div className="flex flex-col gap-2 pt-1">
            {column.map((height, j) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the shape never changes.
              <Skeleton key={j} className={`${height} rounded-card`} />
            ))}
          </div>
        </div>
      ))}
    </div>
  )
}
