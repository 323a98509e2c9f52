'use client'
import { Plus, Webhook as WebhookIcon } from 'lucide-react'
import { useState } from 'react'
import { CouldNotLoad } from '@/components/shell/could-not-load'
import { useWorkspace } from '@/components/shell/workspace'
import { Button } from '@/components/ui/button'
import { ListSkeleton } from '@/components/ui/list-skeleton'
import { State } from '@/components/ui/state'
import { OnlyAdmins } from '../only-admins'
import { Section } from '../section'
import { SecretDialog } from './secret-dialog'
import { useRefreshWebhooks, useWebhooks } from './use-webhooks'
import { WebhookForm } from './webhook-form'
import { WebhookList } from './webhook-list'

/** The webhooks of the workspace. `types` are those that an event can have. */
export function Webhooks({ types }: { types: readonly string[] }) {
  const { role } = useWorkspace()
  if (role === 'admin') return <WebhooksOfWorkspace types={types} />
  return (
    <Section {...about}>
      <OnlyAdmins title="Webhooks are for admins" may="set one up for you" />
    </Section>
  )
}

const about = {
  title: 'Webhooks',
  explanation: 'A webhook tells a program of yours what happens here, as soon as it happens.',
}

/** So many a workspace may have. */
const most = 20

function WebhooksOfWorkspace({ types }: { types: readonly string[] }) {
  const { slug } = useWorkspace()
  const webhooks = useWebhooks(slug)
  const refresh = useRefreshWebhooks(slug)
  const [creating, setCreating] = useState(false)
  const rows = webhooks.data
  const create = (
    <Button
      kind="primary"
      reason={rows && rows.length >= most ? `A workspace has at most ${most} webhooks: delete one first` : null}
      onClick={() => setCreating(true)}
    >
      <Plus size={14} aria-hidden />
      Create webhook
    </Button>
  )
  return (
    <Section {...about} action={rows && rows.length > 0 ? create : null}>
      {rows ? (
        rows.length > 0 ? (
          <WebhookList rows={rows} home={`/${slug}/settings/webhooks`} />
        ) : (
          <State icon={WebhookIcon} title="There are no webhooks yet" action={create}>
            Give the address of a program that is to learn of moved deals, new records and the like.
          </State>
        )
      ) : webhooks.error ? (
        <CouldNotLoad
          what="The webhooks"
          safe="They go on working."
          error={webhooks.error}
          onRetry={() => void webhooks.refetch()}
        />
      ) : (
        <ListSkeleton of="the webhooks" />
      )}
      <SecretDialog
        open={creating}
        onOpenChange={setCreating}
        title="Create webhook"
        ready="The webhook is ready"
        form={(onMade) => (
          <WebhookForm
            row={null}
            types={types}
            onSaved={(made) => {
              refresh()
              if (made.secret !== undefined) onMade(made.secret)
            }}
          />
        )}
      />
    </Section>
  )
}
