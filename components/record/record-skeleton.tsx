import { Skeleton } from '@/components/ui/skeleton'

const widths = ['w-28', 'w-20', 'w-36', 'w-28', 'w-32', 'w-24']

/** The shape of a record, shown once waiting has become noticeable. */
export function RecordSkeleton() {
  return (
    <div role="status" className="flex animate-late flex-col gap-5">
      <span className="sr-only">Loading</span>
      <Skeleton className="h-7 w-3/4" />
      <div className="grid grid-cols-2 gap-x-4 gap-y-3">
        {widths.map((width, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the shape never changes.
          <div key={i} className="flex flex-col gap-1.5 py-0.5">
            <Skeleton className="h-3 w-16" />
            <Skeleton className={`h-4 ${width}`} />
          </div>
        ))}
      </div>
      <Skeleton className="h-4 w-16" />
      <Skeleton className="h-9" />
    </div>
  )
}
