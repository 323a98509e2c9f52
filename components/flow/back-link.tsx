import { ChevronLeft } from 'lucide-react'
import Link from 'next/link'

/** The way up, above a page. */
export function BackLink({ href, name }: { href: string; name: string }) {
  return (
    <Link
      href={href}
      className="flex max-w-full items-center gap-1 self-start rounded-control text-dense text-muted hover:text-text"
    >
      <ChevronLeft size={14} aria-hidden className="shrink-0" />
      <span dir="auto" className="truncate">
        {name}
      </span>
    </Link>
  )
}
