'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { isFree } from './free-key'
import { useWorkspace } from './workspace'

const places: Record<string, string> = { b: 'boards', t: 'tasks', f: 'flows', i: 'import' }
const patience = 1000

/** Goes to a place of the workspace by two keys: g, then b for boards, t for tasks, f for flows, i for an import. */
export function GoKeys() {
  const { slug } = useWorkspace()
  const router = useRouter()
  useEffect(() => {
    let since = Number.NEGATIVE_INFINITY
    const press = (event: KeyboardEvent) => {
      if (!isFree(event) || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return
      const place = event.timeStamp - since < patience ? places[event.key] : undefined
      since = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY
      if (!place) return
      // Whatever the second key does by itself, it does not do it now.
      event.preventDefault()
      event.stopImmediatePropagation()
      router.push(`/${slug}/${place}`)
    }
    window.addEventListener('keydown', press, true)
    return () => window.removeEventListener('keydown', press, true)
  }, [router, slug])
  return null
}
