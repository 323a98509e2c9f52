'use client'
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button, type ButtonProps } from './button'
import { copy } from './copy'

type CopyButtonProps = Omit<ButtonProps, 'onClick' | 'children'> & {
  text: string
  /** What is copied, for who does not see it: `Copy the key`. */
  label: string
  onCopied?: () => void
}

type Outcome = 'copied' | 'refused' | null

/** Copies a text and says so for a moment; where the browser refuses, it says how to go on. */
export function CopyButton({ text, label, onCopied, ...button }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<Outcome>(null)
  useEffect(() => {
    if (outcome !== 'copied') return
    const timer = setTimeout(() => setOutcome(null), 2000)
    return () => clearTimeout(timer)
  }, [outcome])
  const press = async () => {
    const done = await copy(text)
    setOutcome(done ? 'copied' : 'refused')
    if (done) onCopied?.()
  }
  const Icon = outcome === 'copied' ? Check : Copy
  return (
    <Button {...button} aria-label={label} onClick={() => void press()}>
      <Icon size={14} aria-hidden />
      {outcome === 'copied' ? 'Copied' : outcome === 'refused' ? 'Select and copy it' : 'Copy'}
      <span role="status" className="sr-only">
        {outcome === 'copied' ? 'Copied' : outcome === 'refused' ? 'The browser refused: select and copy it' : ''}
      </span>
    </Button>
  )
}
