import { Skeleton } from '@/components/ui/skeleton'

const cards = [3, 2, 4, 1, 3, 2, 1, 2]

/** Where a week is going to be. */
export function WeekSkeleton() {
  return (
    <div role="status" className="relative flex min-h-0 grow animate-late overflow-hidden px-[6vw] desk:px-0">
      <span className="sr-only">Loading the week</span>
      {cards.map((count, column) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: columns that never change.
          key={column}
          className="flex w-[88vw] shrink-0 flex-col gap-1.5 px-1.5 pt-2 desk:w-34 desk:grow desk:border-r"
        >
          <Skeleton className="mb-2 h-5 w-16" />
          {Array.from({ length: count }, (_, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows that never change.
            <Skeleton key={row} className="h-14" />
          ))}
        </div>
      ))}
    </div>
  )
}
