import { useId } from 'react'
import { allOf, type Group, groupsOf, happeningOf, isChosen, toggleAll, toggleType } from './event-words'

type EventChoiceProps = {
  types: readonly string[]
  everything: boolean
  onEverything: (everything: boolean) => void
  /** What is chosen where not everything is. */
  patterns: readonly string[]
  onPatterns: (patterns: string[]) => void
  error: string | undefined
}

/** Which events somebody is to be told of: everything, or types chosen one by one or by their noun. */
export function EventChoice({ types, everything, onEverything, patterns, onPatterns, error }: EventChoiceProps) {
  const id = useId()
  const ways = [
    { all: true, name: 'Everything', note: 'Also what will be added later' },
    { all: false, name: 'Chosen events', note: null },
  ]
  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="mb-1 text-dense font-medium">Events</legend>
      <div className="overflow-hidden rounded-control border bg-surface text-dense">
        {ways.map(({ all, name, note }) => (
          <label
            key={name}
            htmlFor={`${id}-${all}`}
            className="flex items-center gap-2.5 border-b px-3 py-2 last:border-b-0 hover:bg-hover"
          >
            <input
              type="radio"
              id={`${id}-${all}`}
              name={id}
              checked={everything === all}
              onChange={() => onEverything(all)}
              className="size-4 shrink-0 accent-accent"
            />
            <span className="shrink-0 font-medium">{name}</span>
            {note && <span className="text-muted">{note}</span>}
          </label>
        ))}
        {!everything &&
          groupsOf(types).map((group) => (
            <OfNoun key={group.noun} group={group} patterns={patterns} onPatterns={onPatterns} />
          ))}
      </div>
      {error && (
        <p id={`${id}-error`} role="alert" className="mt-1 text-meta text-danger">
          {error}
        </p>
      )}
    </fieldset>
  )
}

type OfNounProps = { group: Group } & Pick<EventChoiceProps, 'patterns' | 'onPatterns'>

function OfNoun({ group, patterns, onPatterns }: OfNounProps) {
  const all = patterns.includes(allOf(group.noun))
  const some = !all && group.types.some((type) => isChosen(type, patterns))
  return (
    <fieldset className="border-b px-3 py-2 last:border-b-0 desk:flex desk:gap-4">
      <legend className="sr-only">{group.name}</legend>
      <Check
        name={group.name}
        spoken={`All of ${group.name.toLowerCase()}`}
        checked={all}
        some={some}
        className="font-medium desk:w-36 desk:shrink-0 desk:self-start"
        onChange={() => onPatterns(toggleAll(patterns, group))}
      />
      <div className="grid grow grid-cols-2 gap-x-4 pl-6.5 desk:grid-cols-3 desk:pl-0">
        {group.types.map((type) => (
          <Check
            key={type}
            name={happeningOf(type)}
            spoken={`${group.name}: ${happeningOf(type)}`}
            checked={isChosen(type, patterns)}
            onChange={() => onPatterns(toggleType(patterns, group, type))}
          />
        ))}
      </div>
    </fieldset>
  )
}

type CheckProps = {
  name: string
  /** The name for who does not see where it stands. */
  spoken: string
  checked: boolean
  some?: boolean
  className?: string
  onChange: () => void
}

function Check({ name, spoken, checked, some = false, className = '', onChange }: CheckProps) {
  const id = useId()
  return (
    <span className={`flex min-h-7 min-w-0 items-center gap-2.5 ${className}`}>
      <input
        type="checkbox"
        id={id}
        aria-label={spoken}
        checked={checked}
        ref={(box) => {
          if (box) box.indeterminate = some
        }}
        onChange={onChange}
        className="size-4 shrink-0 accent-accent"
      />
      <label htmlFor={id}>{name}</label>
    </span>
  )
}
