'use client'
import { useMutation } from '@tanstack/react-query'
import { toast } from 'sonner'
import { explain, isMissing } from '@/components/shell/refusal-words'
import { useWorkspace } from '@/components/shell/workspace'
import { Confirm } from '@/components/ui/confirm'
import type { deleteWebhook, updateWebhook } from '@/lib/contracts/rex/webhook.contract'
import { call } from '@/lib/http/call'
import { hostOf, type Webhook } from './webhook'

type QuestionProps = { row: Webhook; open: boolean; onOpenChange: (open: boolean) => void; onDone: () => void }

/** Asks before a webhook is disabled, as what waits for it is lost. */
export function DisableWebhook({ row, open, onOpenChange, onDone }: QuestionProps) {
  const { slug: workspace } = useWorkspace()
  const disable = useMutation({
    mutationFn: async () => {
      const sent = { workspace, params: { id: row.id }, body: { enabled: false } }
      await call<typeof updateWebhook>('PATCH', '/webhooks/{id}', sent)
    },
    onSuccess: () => {
      toast('The webhook is disabled')
      onOpenChange(false)
      onDone()
    },
  })
  return (
    <Confirm
      open={open}
      onOpenChange={(next) => {
        disable.reset()
        onOpenChange(next)
      }}
      title={`Disable the webhook to ${hostOf(row)}?`}
      action="Disable webhook"
      keep="Keep it enabled"
      busy={disable.isPending}
      error={disable.error && explain(disable.error)}
      onConfirm={() => disable.mutate()}
    >
      <p>What waits to be sent is given up, and nothing is sent until it is enabled again.</p>
    </Confirm>
  )
}

/** Asks before a webhook is deleted, its log with it. */
export function DeleteWebhook({ row, open, onOpenChange, onDone }: QuestionProps) {
  const { slug: workspace } = useWorkspace()
  const remove = useMutation({
    mutationFn: async () => {
      const params = { id: row.id }
      await call<typeof deleteWebhook>('DELETE', '/webhooks/{id}', { workspace, params }).catch((error) => {
        // Somebody else was quicker: it is as wished.
        if (!isMissing(error)) throw error
      })
    },
    onSuccess: () => {
      toast('The webhook is deleted')
      onDone()
    },
  })
  return (
    <Confirm
      open={open}
      onOpenChange={(next) => {
        remove.reset()
        onOpenChange(next)
      }}
      title={`Delete the webhook to ${hostOf(row)}?`}
      action="Delete webhook"
      keep="Keep it"
      busy={remove.isPending}
      error={remove.error && explain(remove.error)}
      onConfirm={() => remove.mutate()}
    >
      <p>Nothing is sent there any more, and the log of what was sent goes with it. This cannot be undone.</p>
    </Confirm>
  )
}
