'use client'
import { Upload } from 'lucide-react'
import Link from 'next/link'
import { stuckReason, useWorkspace } from '@/components/shell/workspace'
import { Button, type ButtonProps, buttonLook } from '@/components/ui/button'

/** The way to the import of a file. */
export function ImportLink({ kind, size }: Required<Pick<ButtonProps, 'kind' | 'size'>>) {
  const { slug, role } = useWorkspace()
  const stuck = stuckReason(role)
  const words = (
    <>
      <Upload size={14} aria-hidden />
      Import a file
    </>
  )
  if (stuck) {
    return (
      <Button kind={kind} size={size} reason={stuck}>
        {words}
      </Button>
    )
  }
  return (
    <Link href={`/${slug}/import`} className={buttonLook(kind, size)}>
      {words}
    </Link>
  )
}
