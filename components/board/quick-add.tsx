import { Plus } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, useId, useRef, useState } from 'react'
import { v4 as newKey } from 'uuid'
import { explain, mayHaveHappened } from '@/components/shell/refusal-words'
import { Button } from '@/components/ui/button'
import { inputLook } from '@/components/ui/field'
import { parseMoney } from '@/components/ui/money'
import type { Noun } from './nouns'

/** A card to be, as typed. */
export type NewCard = { name: string; value: number | null; currency: string }

type QuickAddProps = {
  noun: Noun
  stageName: string
  currency: string
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Resolves once it is saved; rejects with an error whose message says why not. With one key it is saved once. */
  onAdd: (card: NewCard, key: string) => Promise<void>
  stuck: string | null
}

/** A title and an amount at the foot of a column. Enter saves and stays open for the next; Escape closes. */
export function QuickAdd({ noun, stageName, currency, open, onOpenChange, onAdd, stuck }: QuickAddProps) {
  const id = useId()
  const title = useRef<HTMLInputElement>(null)
  const [name, setName] = useState('')
  const [amount, setAmount] = useState('')
  const [problem, setProblem] = useState<{ in: 'title' | 'amount'; text: string } | null>(null)
  // Keys of cards whose answer was lost: they may be saved already, and sending them again must not save them twice.
  const lost = useRef(new Map<string, string>())

  if (!open || stuck) {
    return (
      <Button
        id={`${id}-open`}
        kind="quiet"
        className="h-9 w-full"
        reason={stuck}
        onClick={() => onOpenChange(true)}
        aria-label={`Add ${noun.one} to ${stageName}`}
      >
        <Plus size={14} aria-hidden />
        Add {noun.one}
      </Button>
    )
  }

  const close = () => {
    setProblem(null)
    onOpenChange(false)
    requestAnimationFrame(() => document.getElementById(`${id}-open`)?.focus())
  }
  const faultOf = (field: 'title' | 'amount') =>
    problem?.in === field ? { 'aria-invalid': true, 'aria-describedby': `${id}-problem` } : {}
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const value = parseMoney(amount, currency)
    if (!name.trim()) return setProblem({ in: 'title', text: `A ${noun.one} needs a title` })
    if (value === undefined) {
      const example = new Intl.NumberFormat().format(12_500)
      return setProblem({ in: 'amount', text: `The amount must be a number, like ${example} or 12k` })
    }
    setProblem(null)
    setName('')
    setAmount('')
    title.current?.focus()
    const card = { name: name.trim(), value, currency }
    const typed = JSON.stringify(card)
    const key = lost.current.get(typed) ?? newKey()
    lost.current.delete(typed)
    try {
      await onAdd(card, key)
    } catch (error) {
      if (mayHaveHappened(error)) lost.current.set(typed, key)
      setProblem({ in: 'title', text: `“${card.name}” was not saved. ${explain(error, stageName)}` })
      // Whoever types the next one already is not interrupted; the sentence names the one to type again.
      if (title.current?.value) return
      setName(name)
      setAmount(amount)
    }
  }
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    close()
  }

  return (
    <form onSubmit={submit} onKeyDown={leave} className="rounded-card border bg-surface p-2 animate-rise">
      <label htmlFor={`${id}-name`} className="sr-only">
        Title of the new {noun.one}
      </label>
      <input
        ref={title}
        id={`${id}-name`}
        // biome-ignore lint/a11y/noAutofocus: it opens because somebody asked to type here.
        autoFocus
        value={name}
        maxLength={500}
        autoComplete="off"
        placeholder="Title"
        onChange={(event) => setName(event.target.value)}
        {...faultOf('title')}
        className={`${inputLook} h-8 text-dense`}
      />
      <div className="mt-1.5 flex gap-1.5">
        <label htmlFor={`${id}-amount`} className="sr-only">
          Amount in {currency}, optional
        </label>
        <input
          id={`${id}-amount`}
          value={amount}
          inputMode="decimal"
          autoComplete="off"
          placeholder={`Amount, ${currency}`}
          onChange={(event) => setAmount(event.target.value)}
          {...faultOf('amount')}
          className={`${inputLook} h-8 min-w-0 grow text-dense figures`}
        />
        <Button type="submit" kind="primary">
          Add
        </Button>
        <Button kind="quiet" onClick={close}>
          Close
        </Button>
      </div>
      {problem && (
        <p id={`${id}-problem`} role="alert" className="mt-1.5 text-meta text-danger">
          {problem.text}
        </p>
      )}
    </form>
  )
}
