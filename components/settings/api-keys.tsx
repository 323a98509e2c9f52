'use client'
import { useQueryClient } from '@tanstack/react-query'
import { CircleAlert, KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { explain, isSignedOut } from '@/components/shell/refusal-words'
import { SignInAgain } from '@/components/shell/sign-in-again'
import { useWorkspace } from '@/components/shell/workspace'
import { Button } from '@/components/ui/button'
import { State } from '@/components/ui/state'
import type { ApiKey, MadeApiKey } from './api-key'
import { ApiKeyList } from './api-key-list'
import { ApiKeyListSkeleton } from './api-key-list-skeleton'
import { CreateApiKey } from './create-api-key'
import { OnlyAdmins } from './only-admins'
import { settingKeys } from './queries'
import { RevokeApiKey } from './revoke-api-key'
import { Section } from './section'
import { useApiKeys } from './use-api-keys'

/** The keys of the workspace. `address` is where programs reach the app. */
export function ApiKeys({ address }: { address: string }) {
  const { role } = useWorkspace()
  if (role === 'admin') return <KeysOfWorkspace address={address} />
  return (
    <Section {...about}>
      <OnlyAdmins title="API keys are for admins" may="make one for you" />
    </Section>
  )
}

const about = {
  title: 'API keys',
  explanation: 'A key lets a program work in this workspace over the API, as a member of it.',
}

function KeysOfWorkspace({ address }: { address: string }) {
  const { slug } = useWorkspace()
  const client = useQueryClient()
  const keys = useApiKeys(slug)
  const [creating, setCreating] = useState(false)
  const [made, setMade] = useState<MadeApiKey | null>(null)
  const [revoking, setRevoking] = useState<ApiKey | null>(null)
  const rows = keys.data?.pages.flatMap((page) => page.data)
  const refresh = () => void client.invalidateQueries({ queryKey: settingKeys.apiKeys(slug) })

  const close = (copied: boolean) => {
    setCreating(false)
    if (!made || copied) return setMade(null)
    toast(`“${made.name}” was not copied`, {
      description: 'Once this message is gone, nobody can see the key again.',
      action: { label: 'Show it', onClick: () => setCreating(true) },
      duration: 15_000,
    })
  }
  const create = (
    <Button
      kind="primary"
      onClick={() => {
        setMade(null)
        setCreating(true)
      }}
    >
      <Plus size={14} aria-hidden />
      Create key
    </Button>
  )

  return (
    <Section {...about} action={rows && rows.length > 0 ? create : null}>
      {rows ? (
        rows.length > 0 ? (
          <>
            <ApiKeyList rows={rows} onRevoke={setRevoking} />
            {keys.hasNextPage && (
              <Button className="self-center" busy={keys.isFetchingNextPage} onClick={() => void keys.fetchNextPage()}>
                Show older keys
              </Button>
            )}
          </>
        ) : (
          <State icon={KeyRound} title="There are no keys yet" action={create}>
            Make one for each program, so that each can be stopped alone.
          </State>
        )
      ) : keys.error ? (
        <State
          alert
          icon={CircleAlert}
          title="The keys could not be loaded"
          action={
            isSignedOut(keys.error) ? (
              <SignInAgain>Sign in again</SignInAgain>
            ) : (
              <Button onClick={() => void keys.refetch()}>Try again</Button>
            )
          }
        >
          {explain(keys.error)} They go on working.
        </State>
      ) : (
        <ApiKeyListSkeleton />
      )}
      <CreateApiKey
        open={creating}
        made={made}
        address={address}
        onMade={(key) => {
          setMade(key)
          refresh()
        }}
        onClose={close}
      />
      <RevokeApiKey row={revoking} onClose={() => setRevoking(null)} onRevoked={refresh} />
    </Section>
  )
}
