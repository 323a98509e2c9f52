'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Send } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { explain } from '@/components/shell/refusal-words'
import { useWorkspace } from '@/components/shell/workspace'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import type { testWebhook, updateWebhook } from '@/lib/contracts/rex/webhook.contract'
import { call } from '@/lib/http/call'
import { settingKeys } from '../queries'
import { RotateSecret } from './rotate-secret'
import { SecretDialog } from './secret-dialog'
import { useRefreshWebhooks } from './use-webhooks'
import type { Webhook } from './webhook'
import { WebhookForm } from './webhook-form'
import { DeleteWebhook, DisableWebhook } from './webhook-questions'

type Asking = 'edit' | 'rotate' | 'disable' | 'delete' | null

/** What an admin can do with a webhook. */
export function WebhookActions({ row, types, home }: { row: Webhook; types: readonly string[]; home: string }) {
  const { slug: workspace } = useWorkspace()
  const refresh = useRefreshWebhooks(workspace)
  const client = useQueryClient()
  const router = useRouter()
  const [asking, setAsking] = useState<Asking>(null)
  const params = { id: row.id }
  const refused = (error: Error) => void toast.error(explain(error))
  const test = useMutation({
    mutationFn: () => call<typeof testWebhook>('POST', '/webhooks/{id}/test', { workspace, params, body: {} }),
    onSuccess: () => toast('A test is on its way', { description: 'The log tells what becomes of it.' }),
    onError: refused,
    onSettled: refresh,
  })
  const enable = useMutation({
    mutationFn: () =>
      call<typeof updateWebhook>('PATCH', '/webhooks/{id}', { workspace, params, body: { enabled: true } }),
    onSuccess: () => toast('The webhook is enabled', { description: 'It is told of what happens from now on.' }),
    onError: refused,
    onSettled: refresh,
  })
  const dialog = (name: Asking) => ({
    open: asking === name,
    onOpenChange: (open: boolean) => setAsking(open ? name : null),
  })
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        kind="primary"
        busy={test.isPending}
        reason={row.enabled ? null : 'Enable it first: nothing is sent to a disabled webhook'}
        onClick={() => test.mutate()}
      >
        <Send size={14} aria-hidden />
        Send test
      </Button>
      <Button onClick={() => setAsking('edit')}>Edit</Button>
      <Button onClick={() => setAsking('rotate')}>Rotate secret</Button>
      {row.enabled ? (
        <Button onClick={() => setAsking('disable')}>Disable</Button>
      ) : (
        <Button busy={enable.isPending} onClick={() => enable.mutate()}>
          Enable
        </Button>
      )}
      <Button onClick={() => setAsking('delete')}>Delete</Button>
      <Dialog {...dialog('edit')} title="Edit webhook" wide>
        <WebhookForm
          row={row}
          types={types}
          onSaved={() => {
            setAsking(null)
            refresh()
          }}
        />
      </Dialog>
      <SecretDialog
        {...dialog('rotate')}
        title="Rotate the secret"
        ready="The secret is rotated"
        form={(onMade) => (
          <RotateSecret
            id={row.id}
            onMade={(secret) => {
              onMade(secret)
              refresh()
            }}
          />
        )}
      />
      <DisableWebhook row={row} {...dialog('disable')} onDone={refresh} />
      <DeleteWebhook
        row={row}
        {...dialog('delete')}
        onDone={() => {
          // Only the list: this one would be found missing while the page goes away.
          void client.invalidateQueries({ queryKey: settingKeys.webhookList(workspace) })
          router.replace(home)
        }}
      />
    </div>
  )
}
