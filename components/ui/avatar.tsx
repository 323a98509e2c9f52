import { clsx } from 'clsx'

/** A person as a 20 px disc with initials. The tint only helps the eye: the name is always said as well. */
export function Avatar({ id, name, className }: { id: string; name: string; className?: string }) {
  return (
    <span
      role="img"
      aria-label={name}
      data-hint={name}
      style={{ '--person': hueOf(id) } as React.CSSProperties}
      className={clsx(
        'person-tint inline-grid size-5 shrink-0 place-items-center rounded-full text-[9px] leading-none font-semibold tracking-tight select-none',
        className,
      )}
    >
      {initialsOf(name)}
    </span>
  )
}

/** First letters of the first and the last word, in any script. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/)
  const first = firstLetter(words[0])
  const last = words.length > 1 ? firstLetter(words.at(-1)) : ''
  return (first + last).toLocaleUpperCase()
}

function firstLetter(word: string | undefined): string {
  return word ? (Array.from(word)[0] ?? '') : ''
}

function hueOf(id: string): number {
  let hash = 7
  for (const letter of id) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 9973
  return (hash * 137) % 360
}
