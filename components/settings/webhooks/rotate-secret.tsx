'use client'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { explain } from '@/components/shell/refusal-words'
import { useWorkspace } from '@/components/shell/workspace'
import { Button } from '@/components/ui/button'
import { DialogActions } from '@/components/ui/dialog'
import { Choice } from '@/components/ui/field'
import type { rotateSecret } from '@/lib/contracts/rex/webhook.contract'
import { call } from '@/lib/http/call'

const overlaps = {
  0: 'Ends at once',
  1: 'Goes on signing for an hour',
  24: 'Goes on signing for a day',
  72: 'Goes on signing for three days',
  168: 'Goes on signing for a week',
}

/** Asks how long the old secret is to go on signing, and makes a new one. */
export function RotateSecret({ id, onMade }: { id: string; onMade: (secret: string) => void }) {
  const { slug: workspace } = useWorkspace()
  const [hours, setHours] = useState(24)
  const rotate = useMutation({
    mutationFn: async () => {
      const sent = { workspace, params: { id }, body: { overlap_hours: hours } }
      return (await call<typeof rotateSecret>('POST', '/webhooks/{id}/rotate-secret', sent)).data.secret
    },
    onSuccess: onMade,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    rotate.mutate()
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <Choice
        label="The secret that is used now"
        value={hours}
        onChange={(event) => setHours(Number(event.target.value))}
      >
        {Object.entries(overlaps).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </Choice>
      <p role="status" className="text-muted">
        {hours === 0
          ? 'From now on only the new secret signs: until your program has it, it will refuse what is sent.'
          : 'Meanwhile every request is signed by both, so that your program can change over without missing anything.'}
      </p>
      {rotate.error && (
        <p role="alert" className="text-danger">
          {explain(rotate.error)}
        </p>
      )}
      <DialogActions>
        <Button type="submit" kind="primary" busy={rotate.isPending}>
          Make a new secret
        </Button>
      </DialogActions>
    </form>
  )
}
