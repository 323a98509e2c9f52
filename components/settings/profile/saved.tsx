import { Check } from 'lucide-react'

/** A small tick beside what was saved. */
export function Saved({ shown }: { shown: boolean }) {
  return (
    <span role="status" className="flex items-center gap-1 text-meta text-positive">
      {shown && (
        <>
          <Check size={14} aria-hidden className="animate-appear" />
          Saved
        </>
      )}
    </span>
  )
}
