'use client'
import { useBoards } from '@/components/board/use-boards'
import { useWorkspace } from '@/components/shell/workspace'
import { Choice } from '@/components/ui/field'
import { type ImportTarget, mappedColumns, type Plan } from './plan'

type PlaceChoiceProps = { plan: Plan; target: ImportTarget; onChange: (change: Partial<Plan>) => void }

/** On which board new records stand, and in which of its stages. */
export function PlaceChoice({ plan, target, onChange }: PlaceChoiceProps) {
  const { slug } = useWorkspace()
  const boards = useBoards(slug).data?.filter(({ object }) => object === target.name) ?? []
  const told = mappedColumns(plan, target)
  const byColumn = told.find(({ field }) => field.name === 'stage_id')?.column
  const boardByColumn = told.find(({ field }) => field.name === 'pipeline_id')?.column
  const board = boards.find(({ id }) => id === plan.board)
  return (
    <div className="grid gap-4 desk:grid-cols-2">
      <Choice
        label="Board"
        hint={boardByColumn ? `By the column “${boardByColumn}”` : undefined}
        disabled={boardByColumn !== undefined}
        value={plan.board ?? ''}
        onChange={({ target: { value } }) => {
          const chosen = boards.find(({ id }) => id === value)
          onChange({ board: value || null, stage: chosen?.stages[0]?.id ?? null })
        }}
      >
        <option value="">On none</option>
        {boards.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Choice>
      {board &&
        (byColumn ? (
          <p className="self-center text-muted">
            The stage is the one that the column “{byColumn}” names. There are:{' '}
            {board.stages.map(({ name }) => name).join(', ')}.
          </p>
        ) : (
          <Choice
            label="Stage"
            hint="Or choose a column for the field Stage above"
            value={plan.stage ?? ''}
            onChange={(event) => onChange({ stage: event.target.value })}
          >
            {board.stages.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Choice>
        ))}
    </div>
  )
}
