'use client'
import { ChevronLeft, SearchX } from 'lucide-react'
import Link from 'next/link'
import { CouldNotLoad } from '@/components/shell/could-not-load'
import { isMissing } from '@/components/shell/refusal-words'
import { useWorkspace } from '@/components/shell/workspace'
import { ListSkeleton } from '@/components/ui/list-skeleton'
import { State } from '@/components/ui/state'
import { OnlyAdmins } from '../only-admins'
import { Section } from '../section'
import { Deliveries } from './deliveries'
import { useWebhook } from './use-webhooks'
import { hostOf } from './webhook'
import { WebhookActions } from './webhook-actions'
import { WebhookFacts } from './webhook-facts'

type WebhookPageProps = { id: string; types: readonly string[] }

/** One webhook: what it is sent, how it stands, and the log of what was sent. */
export function WebhookPage({ id, types }: WebhookPageProps) {
  const { slug, role } = useWorkspace()
  const home = `/${slug}/settings/webhooks`
  return (
    <>
      <Link
        href={home}
        className="-mb-4 flex items-center gap-1 self-start rounded-control px-4 pt-4 text-dense text-muted hover:text-text desk:px-6"
      >
        <ChevronLeft size={14} aria-hidden />
        Webhooks
      </Link>
      {role === 'admin' ? (
        <OneWebhook id={id} types={types} home={home} />
      ) : (
        <Section title="Webhook" explanation="Where events of this workspace are sent.">
          <OnlyAdmins title="Webhooks are for admins" may="look after this one" />
        </Section>
      )}
    </>
  )
}

function OneWebhook({ id, types, home }: WebhookPageProps & { home: string }) {
  const { slug } = useWorkspace()
  const webhook = useWebhook(slug, id)
  const row = webhook.data
  if (isMissing(webhook.error)) {
    return (
      <State
        icon={SearchX}
        title="This webhook is not there"
        action={
          <Link href={home} className="font-medium text-accent underline underline-offset-2">
            See all webhooks
          </Link>
        }
      >
        It was deleted, or its address is mistyped.
      </State>
    )
  }
  if (row) {
    return (
      <Section
        title={hostOf(row)}
        explanation={row.description ?? 'Events of this workspace are sent there.'}
        action={<WebhookActions row={row} types={types} home={home} />}
      >
        <WebhookFacts row={row} />
        <Deliveries webhook={row} />
      </Section>
    )
  }
  return (
    <Section title="Webhook" explanation="Where events of this workspace are sent.">
      {webhook.error ? (
        <CouldNotLoad
          what="The webhook"
          safe="It goes on working."
          error={webhook.error}
          onRetry={() => void webhook.refetch()}
        />
      ) : (
        <ListSkeleton of="the webhook" />
      )}
    </Section>
  )
}
