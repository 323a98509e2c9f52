import { type KeyboardEvent, useRef } from 'react'

const patience = 1000

/**
 * A handler of keys for an open menu: what is typed moves the focus to the next item that begins so, in that very
 * moment. The menu by itself does it a moment later, when Enter may have come already and chosen another.
 */
export function useTypeahead() {
  const last = useRef({ text: '', at: Number.NEGATIVE_INFINITY })
  return (event: KeyboardEvent<HTMLElement>): void => {
    const { key, altKey, ctrlKey, metaKey, timeStamp, currentTarget } = event
    if (key.length !== 1 || altKey || ctrlKey || metaKey) return
    const before = timeStamp - last.current.at < patience ? last.current.text : ''
    if (key === ' ' && before === '') return
    const text = before + key.toLowerCase()
    last.current = { text, at: timeStamp }
    const items = [...currentTarget.querySelectorAll<HTMLElement>('[role^=menuitem]:not([data-disabled])')]
    itemFor(items, items.indexOf(document.activeElement as HTMLElement), text)?.focus()
    event.preventDefault()
  }
}

/** A letter again and again goes from one to the next; more of a word stays where it fits still. */
function itemFor(items: readonly HTMLElement[], at: number, text: string): HTMLElement | undefined {
  const again = new Set(text).size === 1
  const from = again ? at + 1 : Math.max(0, at)
  const begins = again ? text.slice(0, 1) : text
  return [...items.slice(from), ...items.slice(0, from)].find((item) =>
    (item.dataset.text ?? item.textContent ?? '').trim().toLowerCase().startsWith(begins),
  )
}
