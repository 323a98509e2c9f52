'use client'
import { zodResolver } from '@hookform/resolvers/zod'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { explain } from '@/components/shell/refusal-words'
import { useWorkspace } from '@/components/shell/workspace'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Choice, Field, TextField } from '@/components/ui/field'
import type { listObjects } from '@/lib/contracts/kasar/object.contract'
import type { createPipeline } from '@/lib/contracts/rex/pipeline.contract'
import { call } from '@/lib/http/call'
import { boardKeys } from './queries'
import { stageNamed, starterStages } from './starter-stages'

type CreateBoardProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  onCreated: (boardId: string) => void
}

/** Asks for a board's name, what lies on it, and the stages to begin with. */
export function CreateBoard({ open, onOpenChange, onCreated }: CreateBoardProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Create board">
      <BoardForm onCreated={onCreated} />
    </Dialog>
  )
}

const stageLines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

const form = z.object({
  name: z.string().trim().min(1, 'Name the board').max(500, 'At most 500 characters'),
  object: z.string().min(1),
  stages: z
    .string()
    .refine((text) => stageLines(text).length > 0, 'Name at least one stage')
    .refine((text) => stageLines(text).length <= 50, 'At most 50 stages')
    .refine((text) => stageLines(text).every((name) => name.length <= 500), 'At most 500 characters a stage'),
})

function BoardForm({ onCreated }: { onCreated: (boardId: string) => void }) {
  const { slug } = useWorkspace()
  const client = useQueryClient()
  const objects = useQuery({
    queryKey: ['objects', slug],
    queryFn: ({ signal }) => call<typeof listObjects>('GET', '/objects', { workspace: slug, signal }),
    staleTime: 60_000,
  })
  const { register, handleSubmit, formState, setError, setValue } = useForm({
    resolver: zodResolver(form),
    defaultValues: { name: '', object: 'opportunities', stages: starterStages.opportunities },
  })
  const submit = handleSubmit(async ({ name, object, stages }) => {
    const body = { name, object, stages: stageLines(stages).map(stageNamed) }
    try {
      const { data } = await call<typeof createPipeline>('POST', '/pipelines', { workspace: slug, body })
      await client.invalidateQueries({ queryKey: boardKeys.list(slug) })
      onCreated(data.id)
    } catch (error) {
      setError('root', { message: explain(error) })
    }
  })
  const withBoards = objects.data?.data.filter((object) => object.hasPipelines) ?? [
    { name: 'opportunities', displayName: 'Opportunities' },
  ]
  const { errors } = formState
  const chosen = register('object', {
    onChange: ({ target }) => setValue('stages', starterStages[target.value] ?? starterStages.other),
  })
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Field label="Name" placeholder="Sales pipeline" autoFocus error={errors.name?.message} {...register('name')} />
      <Choice label="What lies on it" {...chosen}>
        {withBoards.map((object) => (
          <option key={object.name} value={object.name}>
            {object.displayName}
          </option>
        ))}
      </Choice>
      <TextField
        label="Stages"
        rows={6}
        hint="One a line, in order. “Won” or “Hired” and “Lost” or “Rejected” in a name close what enters it"
        error={errors.stages?.message}
        {...register('stages')}
      />
      {errors.root && (
        <p role="alert" className="text-danger">
          {errors.root.message}
        </p>
      )}
      <Button type="submit" kind="primary" busy={formState.isSubmitting} className="self-end">
        Create board
      </Button>
    </form>
  )
}
