import Link from 'next/link'
import { useMembers } from '@/components/settings/use-members'
import { isMissing } from '@/components/shell/refusal-words'
import { useWorkspace } from '@/components/shell/workspace'
import { Avatar } from '@/components/ui/avatar'
import { Skeleton } from '@/components/ui/skeleton'
import { recordHref } from './record-href'
import { useRecord } from './use-record'

/** Another record by its title, which leads to it. */
export function Linked({ object, id }: { object: string; id: string }) {
  const { slug } = useWorkspace()
  const { data, error } = useRecord(slug, object, id)
  if (data) {
    return (
      <Link href={recordHref(slug, { ...data, type: object })} className="hover:text-accent hover:underline">
        {data.name}
      </Link>
    )
  }
  if (error) return <span className="text-muted">{isMissing(error) ? 'In the trash' : 'Could not be loaded'}</span>
  return <NameSkeleton />
}

/** A member by face and name. */
export function Person({ id }: { id: string }) {
  const { slug } = useWorkspace()
  const { data, error } = useMembers(slug)
  const member = data?.find((each) => each.id === id)
  if (member) {
    return (
      <span className="flex min-w-0 items-center gap-1.5">
        <span aria-hidden className="contents">
          <Avatar id={member.id} name={member.name} />
        </span>
        <span dir="auto" className="truncate">
          {member.name}
        </span>
      </span>
    )
  }
  if (data) return <span className="text-muted">Somebody who left</span>
  if (error) return <span className="text-muted">Could not be loaded</span>
  return <NameSkeleton />
}

export function Tags({ tags }: { tags: readonly string[] }) {
  return (
    <ul className="flex flex-wrap gap-1 text-dense">
      {tags.map((tag) => (
        <li key={tag} dir="auto" data-hint={tag} className="max-w-full truncate rounded-control border px-1.5">
          {tag}
        </li>
      ))}
    </ul>
  )
}

const NameSkeleton = () => (
  <span className="block animate-late">
    <Skeleton className="h-4 w-28" />
    <span className="sr-only">Loading</span>
  </span>
)
