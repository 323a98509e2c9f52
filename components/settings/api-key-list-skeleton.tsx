import { Skeleton } from '@/components/ui/skeleton'

/** The shape of the list, shown once waiting has become noticeable. */
export function ApiKeyListSkeleton() {
  return (
    <div role="status" className="animate-late">
      <span className="sr-only">Loading the keys</span>
      {['w-40', 'w-28', 'w-52'].map((width) => (
        <div key={width} className="flex h-9 items-center gap-6 border-b">
          <Skeleton className={`h-3.5 ${width}`} />
          <Skeleton className="h-3.5 w-36" />
          <Skeleton className="ml-auto h-3.5 w-20" />
        </div>
      ))}
    </div>
  )
}
