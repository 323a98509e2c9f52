import { clsx } from 'clsx'
import { Check, ChevronsUpDown } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useState } from 'react'
import { inputLook } from './field'
import { matching, type Option } from './matching'

type ComboboxProps = {
  label: string
  /** What stands beside the label, such as that it was saved. */
  aside?: ReactNode
  hint?: string
  error?: string | undefined
  value: string
  options: readonly Option[]
  onChoose: (value: string) => void
}

/** A choice of many: typing narrows them down. */
export function Combobox({ label, aside, hint, error, value, options, onChoose }: ComboboxProps) {
  const id = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const [active, setActive] = useState(0)
  const open = typed !== null
  const found = open ? matching(options, typed) : []
  const chosen = options.find((option) => option.value === value)
  const activeId = open && found[active] ? `${id}-${active}` : undefined
  useEffect(() => {
    if (activeId) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' })
  }, [activeId])

  const show = () => {
    setTyped('')
    setActive(
      Math.max(
        0,
        options.findIndex((option) => option.value === value),
      ),
    )
  }
  const choose = (option: Option | undefined) => {
    if (!option) return
    setTyped(null)
    if (option.value !== value) onChoose(option.value)
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (!open) return show()
      const step = event.key === 'ArrowDown' ? 1 : -1
      setActive(Math.min(found.length - 1, Math.max(0, active + step)))
    } else if (event.key === 'Enter' && open) {
      event.preventDefault()
      choose(found[active])
    } else if (event.key === 'Escape' && open) {
      event.stopPropagation()
      setTyped(null)
    }
  }

  return (
    <div>
      <div className="mb-1 flex items-center gap-2 text-dense">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {aside}
      </div>
      <div className="relative">
        <input
          id={id}
          role="combobox"
          autoComplete="off"
          spellCheck={false}
          aria-expanded={open}
          aria-controls={found.length > 0 ? `${id}-list` : undefined}
          aria-activedescendant={activeId}
          aria-autocomplete="list"
          aria-invalid={error ? true : undefined}
          aria-describedby={error || hint ? `${id}-note` : undefined}
          value={typed ?? chosen?.label ?? value}
          placeholder={chosen?.label}
          onClick={() => !open && show()}
          onKeyDown={press}
          onBlur={() => setTyped(null)}
          onChange={(event) => {
            setTyped(event.target.value)
            setActive(0)
          }}
          className={clsx(inputLook, 'h-9 truncate pr-8')}
        />
        <ChevronsUpDown
          size={14}
          aria-hidden
          className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-muted"
        />
        {open && (
          <div className="absolute inset-x-0 top-full z-10 mt-1 overflow-hidden rounded-card border bg-raised text-dense shadow-float animate-appear">
            {found.length > 0 ? (
              <div id={`${id}-list`} role="listbox" aria-label={label} className="max-h-72 overflow-y-auto p-1">
                {found.map((option, index) => (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's, which keeps the focus.
                  <div
                    key={option.value}
                    id={`${id}-${index}`}
                    role="option"
                    tabIndex={-1}
                    aria-selected={option.value === value}
                    onMouseDown={(event) => event.preventDefault()}
                    onMouseMove={() => setActive(index)}
                    onClick={() => choose(option)}
                    className={clsx(
                      'flex min-h-8 cursor-default items-center gap-2 rounded-control px-2 py-1 select-none',
                      index === active && 'bg-hover',
                    )}
                  >
                    <span className="grow">{option.label}</span>
                    {option.note && <span className="figures shrink-0 text-muted">{option.note}</span>}
                    <Check size={14} aria-hidden className={clsx('shrink-0', option.value !== value && 'invisible')} />
                  </div>
                ))}
              </div>
            ) : (
              <p role="status" className="px-3 py-2 text-muted">
                Nothing is called like that
              </p>
            )}
          </div>
        )}
      </div>
      {(error || hint) && (
        <p
          id={`${id}-note`}
          role={error ? 'alert' : undefined}
          className={clsx('mt-1 text-meta', error ? 'text-danger' : 'text-muted')}
        >
          {error ?? hint}
        </p>
      )}
    </div>
  )
}
