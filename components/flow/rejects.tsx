'use client'
import { clsx } from 'clsx'
import { ChevronRight, Download } from 'lucide-react'
import { useId, useState } from 'react'
import { CouldNotLoad } from '@/components/shell/could-not-load'
import { useWorkspace } from '@/components/shell/workspace'
import { Button, buttonLook } from '@/components/ui/button'
import { ListSkeleton } from '@/components/ui/list-skeleton'
import type { Reject, Run } from './flow'
import { counted } from './run-words'
import { useRejects } from './use-runs'

/** The rows that a run did not take in: which, where and why, with the row itself on request. */
export function Rejects({ run, action }: { run: Run; action?: React.ReactNode }) {
  const { slug } = useWorkspace()
  const query = useRejects(run)
  const rows = query.data?.pages.flatMap(({ data }) => data)
  if (run.rows.rejected === 0) return null
  const file = `/api/v1/pipelines/${run.pipelineId}/runs/${run.id}/rejects?format=csv&workspace=${slug}`
  return (
    <section aria-labelledby="rejects" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h2 id="rejects" className="grow text-body font-semibold">
          {counted(run.rows.rejected, 'rejected row')}
        </h2>
        <a href={file} download className={buttonLook('plain', 'medium')}>
          <Download size={14} aria-hidden />
          Download as CSV
        </a>
        {action}
      </div>
      {rows ? (
        <ul aria-labelledby="rejects" className="border-t text-dense">
          {rows.map((row) => (
            <RejectRow key={row.id} row={row} />
          ))}
        </ul>
      ) : query.error ? (
        <CouldNotLoad
          what="The rejected rows"
          safe="None of them is lost."
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      ) : (
        <ListSkeleton of="the rejected rows" />
      )}
      {query.hasNextPage && (
        <Button className="self-center" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </section>
  )
}

type Shown = Pick<Reject, 'number' | 'nodeLabel' | 'reason' | 'original'>

/** One of them. */
export function RejectRow({ row }: { row: Shown }) {
  const id = useId()
  const [open, setOpen] = useState(false)
  return (
    <li className="border-b">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="group grid w-full grid-cols-[16px_1fr] items-start gap-x-2 gap-y-0.5 py-2 text-left hover:bg-hover desk:grid-cols-[16px_7rem_10rem_1fr]"
      >
        <ChevronRight
          size={14}
          aria-hidden
          className={clsx('mt-0.5 text-muted transition-transform duration-120', open && 'rotate-90')}
        />
        <span className="figures">Row {row.number.toLocaleString()}</span>
        <span dir="auto" className="col-start-2 truncate text-muted desk:col-start-auto">
          {row.nodeLabel ?? ''}
        </span>
        <span dir="auto" className="col-start-2 wrap-anywhere desk:col-start-auto">
          {row.reason}
        </span>
      </button>
      <div id={id} hidden={!open} className="pb-3 pl-6">
        <Original original={row.original} />
      </div>
    </li>
  )
}

function Original({ original }: { original: Reject['original'] }) {
  if (typeof original === 'string') {
    return (
      <pre className="max-h-48 overflow-auto rounded-control border bg-surface p-2 font-mono text-meta wrap-anywhere whitespace-pre-wrap">
        {original}
      </pre>
    )
  }
  return (
    <dl className="grid max-h-72 grid-cols-[minmax(0,12rem)_minmax(0,1fr)] gap-x-4 gap-y-1 overflow-y-auto rounded-control border bg-surface p-2 text-meta">
      {Object.entries(original).map(([name, value]) => (
        <div key={name} className="contents">
          <dt dir="auto" className="truncate text-muted">
            {name}
          </dt>
          <dd dir="auto" className="wrap-anywhere whitespace-pre-wrap">
            {typeof value === 'string' ? value : JSON.stringify(value)}
          </dd>
        </div>
      ))}
    </dl>
  )
}
