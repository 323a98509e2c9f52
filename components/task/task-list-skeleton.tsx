import { Skeleton } from '@/components/ui/skeleton'

const widths = ['w-64', 'w-44', 'w-72', 'w-52', 'w-60', 'w-40']

/** Where tasks are going to be. */
export function TaskListSkeleton() {
  return (
    <div aria-hidden className="animate-late">
      {widths.map((width) => (
        <div key={width} className="flex h-14 items-center gap-3 border-b px-3 desk:h-9.25 desk:px-4">
          <Skeleton className="size-4.5 rounded-full" />
          <Skeleton className={`h-3 ${width} max-w-[60%]`} />
          <Skeleton className="ml-auto h-3 w-14" />
          <Skeleton className="size-5 rounded-full" />
        </div>
      ))}
    </div>
  )
}
