'use client'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from 'sonner'
import { explain, isMissing } from '@/components/shell/refusal-words'
import { useWorkspace } from '@/components/shell/workspace'
import { Ago } from '@/components/ui/ago'
import { Confirm } from '@/components/ui/confirm'
import { useNow } from '@/components/ui/use-now'
import type { revokeApiKey } from '@/lib/contracts/rex/api-key.contract'
import { call } from '@/lib/http/call'
import { type ApiKey, languages } from './api-key'

type RevokeApiKeyProps = { row: ApiKey | null; onClose: () => void; onRevoked: () => void }

/** Asks before a key is revoked, saying what stops working. */
export function RevokeApiKey({ row, onClose, onRevoked }: RevokeApiKeyProps) {
  const { slug } = useWorkspace()
  const now = useNow(30_000)
  // What was asked stays readable while the dialog goes away.
  const [asked, setAsked] = useState(row)
  if (row && row !== asked) setAsked(row)
  const revoke = useMutation({
    mutationFn: async ({ id }: ApiKey) => {
      const params = { id }
      await call<typeof revokeApiKey>('DELETE', '/api-keys/{id}', { workspace: slug, params }).catch((error) => {
        // Somebody else was quicker: it is as wished.
        if (!isMissing(error)) throw error
      })
    },
    onSuccess: (_, { name }) => {
      toast(`“${name}” is revoked`)
      onRevoked()
      onClose()
    },
  })
  return (
    <Confirm
      open={row !== null}
      onOpenChange={(open) => {
        if (open) return
        revoke.reset()
        onClose()
      }}
      title={`Revoke “${asked?.name ?? ''}”?`}
      action="Revoke key"
      keep="Keep it"
      busy={revoke.isPending}
      error={revoke.error && explain(revoke.error)}
      onConfirm={() => asked && revoke.mutate(asked)}
    >
      {asked && (
        <>
          <p>
            Whatever uses the {languages[asked.contract].name} key{' '}
            <span className="font-mono text-meta">{asked.prefix}…</span> stops working with its next request. This
            cannot be undone.
          </p>
          <p>
            {asked.last_used_at ? (
              <>
                It was last used: <Ago at={asked.last_used_at} now={now} className="font-medium text-text" />
              </>
            ) : (
              'It was never used.'
            )}
          </p>
        </>
      )}
    </Confirm>
  )
}
