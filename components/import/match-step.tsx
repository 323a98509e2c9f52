'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useWorkspace } from '@/components/shell/workspace'
import { Button } from '@/components/ui/button'
import { Choice } from '@/components/ui/field'
import { ColumnRow } from './column-row'
import { CreateField } from './create-field'
import { FileFacts } from './file-facts'
import { guessColumns } from './guess'
import { PlaceChoice } from './place-choice'
import { type Column, type ImportTarget, lacking, type Plan } from './plan'
import { RuleChoice } from './rule-choice'
import type { Sample } from './use-file'

type MatchStepProps = {
  sample: Sample
  targets: readonly ImportTarget[]
  plan: Plan
  onChange: (plan: Plan) => void
  /** The plan with what another object begins with. */
  onObject: (object: string) => void
  onNext: () => void
}

/** Says what the rows of the file are, and what becomes of its columns. */
export function MatchStep({ sample, targets, plan, onChange, onObject, onNext }: MatchStepProps) {
  const { role } = useWorkspace()
  const router = useRouter()
  const [asking, setAsking] = useState<Column | null>(null)
  const target = targets.find(({ name }) => name === plan.object)
  if (!target) return null
  const change = (more: Partial<Plan>) => onChange({ ...plan, ...more })
  const choose = (column: string, field: string | null) => {
    const choice = plan.columns[column]
    if (choice) change({ columns: { ...plan.columns, [column]: { ...choice, field } } })
  }
  const filled = Object.values(plan.columns).flatMap(({ field }) => field ?? [])
  const missing = lacking(plan, target)
  return (
    <div className="flex flex-col gap-6">
      <FileFacts sample={sample} />
      <Choice
        label="Each row is one of"
        value={plan.object}
        onChange={(event) => onObject(event.target.value)}
        className="max-w-sm"
      >
        {targets.map(({ name, displayName }) => (
          <option key={name} value={name}>
            {displayName}
          </option>
        ))}
      </Choice>
      <section aria-labelledby="columns">
        <div className="flex flex-wrap items-center gap-2">
          <h2 id="columns" className="grow text-body font-semibold">
            Columns and fields
          </h2>
          <Button
            kind="quiet"
            size="small"
            onClick={() => change({ columns: guessColumns(sample.columns, target, navigator.language) })}
          >
            Guess again
          </Button>
        </div>
        <ul className="mt-1 border-t text-dense">
          {sample.columns.map((column) => {
            const choice = plan.columns[column.name]
            return (
              choice && (
                <ColumnRow
                  key={column.name}
                  column={column}
                  choice={choice}
                  fields={target.fields}
                  taken={new Set(filled)}
                  onChoose={(next) => change({ columns: { ...plan.columns, [column.name]: next } })}
                  onCreateField={role === 'admin' ? () => setAsking(column) : null}
                />
              )
            )
          })}
        </ul>
      </section>
      {target.hasBoards && <PlaceChoice plan={plan} target={target} onChange={change} />}
      <RuleChoice plan={plan} target={target} onChange={change} />
      <div className="flex flex-col items-end gap-2">
        {missing.map((sentence) => (
          <p key={sentence} role="status" className="text-muted">
            {sentence}
          </p>
        ))}
        <Button kind="primary" reason={missing[0] ?? null} onClick={onNext}>
          See what would happen
        </Button>
      </div>
      <CreateField
        object={target.name}
        column={asking}
        onClose={() => setAsking(null)}
        onMade={(name) => {
          if (asking) choose(asking.name, name)
          setAsking(null)
          // The fields came with the page.
          router.refresh()
        }}
      />
    </div>
  )
}
