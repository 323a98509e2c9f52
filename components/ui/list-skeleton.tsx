import { Skeleton } from './skeleton'

/** The shape of a list, shown once waiting has become noticeable. */
export function ListSkeleton({ of }: { of: string }) {
  return (
    <div role="status" className="animate-late">
      <span className="sr-only">Loading {of}</span>
      {['w-52', 'w-40', 'w-48'].map((width) => (
        <div key={width} className="flex h-10 items-center gap-6 border-b">
          <Skeleton className={`h-3.5 ${width}`} />
          <Skeleton className="h-3.5 w-28" />
          <Skeleton className="ml-auto h-3.5 w-16" />
        </div>
      ))}
    </div>
  )
}
