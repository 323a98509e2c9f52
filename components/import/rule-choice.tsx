import { type ImportTarget, keysOf, type Mode, type Plan, possibleKeys } from './plan'

type RuleChoiceProps = { plan: Plan; target: ImportTarget; onChange: (change: Partial<Plan>) => void }

const modes: Record<Mode, { name: string; note: string }> = {
  append: { name: 'Create a record for every row', note: 'Importing the same file again makes everything twice' },
  upsert: { name: 'Update those that are there, create the others', note: 'Safe to repeat' },
  update: { name: 'Only update those that are there', note: 'Rows of others are rejected' },
}

/** Whether rows make records or change those that are there, and by what they find them. */
export function RuleChoice({ plan, target, onChange }: RuleChoiceProps) {
  const possible = possibleKeys(plan, target)
  const keys = keysOf(plan, target)
  const toggle = (key: string) =>
    onChange({ keys: keys.includes(key) ? keys.filter((each) => each !== key) : [...keys, key] })
  return (
    <fieldset>
      <legend className="mb-1 text-dense font-medium">What is there already</legend>
      <div className="overflow-hidden rounded-control border bg-surface text-dense">
        {Object.entries(modes).map(([mode, { name, note }]) => (
          <label
            key={mode}
            htmlFor={`mode-${mode}`}
            className="flex flex-wrap items-center gap-x-2.5 border-b px-3 py-2 last:border-b-0 hover:bg-hover"
          >
            <input
              type="radio"
              id={`mode-${mode}`}
              name="mode"
              checked={plan.mode === mode}
              onChange={() =>
                onChange({
                  mode: mode as Mode,
                  keys: keys.length > 0 ? keys : possible.slice(0, 1).map((key) => key.name),
                })
              }
              className="size-4 shrink-0 accent-accent"
            />
            <span className="font-medium">{name}</span>
            <span className="text-muted">{note}</span>
          </label>
        ))}
        {plan.mode !== 'append' && (
          <fieldset className="border-t px-3 py-2">
            <legend className="sr-only">Find records by</legend>
            <p className="mb-1 text-muted">
              {possible.length > 0
                ? 'A row is a record’s if they share:'
                : 'Records are found by External id, an e-mail address or a field that is unique: choose a column for one of them above.'}
            </p>
            {possible.map(({ name, label }) => (
              <label key={name} htmlFor={`key-${name}`} className="flex min-h-7 items-center gap-2.5">
                <input
                  type="checkbox"
                  id={`key-${name}`}
                  checked={keys.includes(name)}
                  onChange={() => toggle(name)}
                  className="size-4 shrink-0 accent-accent"
                />
                {label}
              </label>
            ))}
          </fieldset>
        )}
      </div>
    </fieldset>
  )
}
