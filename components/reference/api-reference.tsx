'use client'
import { clsx } from 'clsx'
import Link from 'next/link'
import { useState } from 'react'
import type { Dialect } from '@/lib/contracts/contract'
import { Swagger } from './swagger'
import { type Access, TryAs } from './try-as'

const contracts: Record<Dialect, string> = { kasar: 'Kasar', rex: 'REX', clarky: 'Clarky', kaireon: 'KaireonAI' }

export type Joined = { slug: string; name: string }

type Props = {
  contract: Dialect
  /** Of whoever is signed in. */
  workspaces: Joined[]
  /** The one that requests are tried in, to begin with. */
  workspace: string | null
}

/** What the API offers in the words of one contract, and a way to try it. */
export function ApiReference({ contract, workspaces, workspace }: Props) {
  const [access, setAccess] = useState<Access>({ workspace, key: '' })
  const addressOf = (other: Dialect) => {
    const search = new URLSearchParams({ contract: other, ...(access.workspace && { workspace: access.workspace }) })
    return `/docs/api?${search}`
  }
  return (
    <div className="min-h-full">
      <header className="top-0 z-20 border-b bg-bg desk:sticky">
        <div className="mx-auto flex max-w-5xl flex-wrap items-center gap-x-4 gap-y-1 px-3 py-1.5 desk:h-11 desk:flex-nowrap desk:px-4 desk:py-0">
          <Link href="/" className="font-semibold tracking-tight">
            Throughline
          </Link>
          <p className="text-muted">API reference</p>
          <nav aria-label="Contract" className="flex w-full gap-1 overflow-x-auto desk:ml-auto desk:w-auto">
            {(Object.keys(contracts) as Dialect[]).map((each) => (
              <Link
                key={each}
                href={addressOf(each)}
                scroll={false}
                aria-current={each === contract ? 'page' : undefined}
                className={clsx(
                  'flex h-7 items-center rounded-control px-2 text-dense hover:bg-hover',
                  each === contract ? 'bg-hover font-medium text-text' : 'text-muted',
                )}
              >
                {contracts[each]}
              </Link>
            ))}
          </nav>
        </div>
      </header>
      <div className="mx-auto max-w-5xl px-3 pb-16 desk:px-4">
        <TryAs workspaces={workspaces} access={access} onChange={setAccess} signInTo={addressOf(contract)} />
        <Swagger contract={contract} access={access} signInTo={addressOf(contract)} />
      </div>
    </div>
  )
}
