import { CalendarClock, Link2, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { nounOf } from '@/components/board/nouns'
import { Avatar } from '@/components/ui/avatar'
import { formatDue, formatDueFull } from './due-words'
import type { Piece, Understood } from './read-line'
import { actionWords, priorityWords, type TaskLink } from './task'
import { ActionMark, PriorityMark } from './task-mark'
import { useAsker } from './use-asker'
import { usePeople } from './use-people'

type UnderstandingProps = {
  understood: Understood | null
  links: TaskLink[]
  /** Whose it is when the line names nobody. */
  usual: string | null
  me: string
  /** Leaves some words as they are. */
  onLeave: (piece: Piece) => void
  onUnlink: (link: TaskLink) => void
  onNobody: () => void
}

/** What a line is taken to say, each part with a way to have it as mere words again. */
export function Understanding(props: UnderstandingProps) {
  const { understood, links, usual, me, onLeave, onUnlink, onNobody } = props
  const { place } = useAsker()
  const { nameOf } = usePeople()
  const pieces = understood?.pieces ?? []
  const isNamed = pieces.some(({ kind }) => kind === 'assignee')
  return (
    <div className="flex flex-col gap-1.5 pb-2 text-meta">
      <div className="flex flex-wrap items-center gap-1.5">
        {understood && understood.title !== '' && (
          <span dir="auto" className="mr-0.5 max-w-64 truncate font-medium">
            {understood.title}
          </span>
        )}
        {pieces.map((piece) => (
          <Part key={piece.kind} words={piece.words} onRemove={() => onLeave(piece)}>
            {piece.kind === 'type' && (
              <>
                <ActionMark type={piece.value} />
                {actionWords[piece.value]}
              </>
            )}
            {piece.kind === 'due' && (
              <>
                <CalendarClock size={14} aria-hidden />
                <span title={formatDueFull(piece.value, place)}>{formatDue(piece.value, place)}</span>
              </>
            )}
            {piece.kind === 'priority' && (
              <>
                <PriorityMark priority={piece.value} />
                {priorityWords[piece.value]}
              </>
            )}
            {piece.kind === 'about' && (
              <>
                <Link2 size={14} aria-hidden />
                <span dir="auto" className="max-w-44 truncate">
                  {piece.value.title}
                </span>
                <span className="text-muted">{nounOf(piece.value.type).one}</span>
              </>
            )}
            {piece.kind === 'assignee' && <Somebody id={piece.value} me={me} name={nameOf(piece.value)} />}
          </Part>
        ))}
        {!isNamed && usual && (
          <Part words="the assignee" onRemove={onNobody}>
            <Somebody id={usual} me={me} name={nameOf(usual)} />
          </Part>
        )}
        {links.map((link) => (
          <Part key={link.id} words={link.title} onRemove={() => onUnlink(link)}>
            <Link2 size={14} aria-hidden />
            <span dir="auto" className="max-w-44 truncate">
              {link.title}
            </span>
          </Part>
        ))}
      </div>
      {understood?.unclear.map(({ words, people }) => (
        <p key={words} className="text-muted">
          {words.startsWith('#')
            ? `Nothing is called ${words.slice(1)}: it stays in the title.`
            : people.length === 0
              ? `Nobody here is called ${words.slice(1)}: it stays in the title.`
              : `${words} could be ${new Intl.ListFormat('en', { type: 'disjunction' }).format(people)}: write more of the name.`}
        </p>
      ))}
    </div>
  )
}

function Somebody({ id, me, name }: { id: string; me: string; name: string | null }) {
  return (
    <>
      <span aria-hidden className="inline-flex">
        <Avatar id={id} name={name ?? '?'} />
      </span>
      <span dir="auto" className="max-w-32 truncate">
        {id === me ? 'You' : (name ?? 'Somebody')}
      </span>
    </>
  )
}

function Part({ words, onRemove, children }: { words: string; onRemove: () => void; children: ReactNode }) {
  return (
    <span className="flex h-6 items-center gap-1 rounded-control border bg-surface pl-1 text-muted pointer-coarse:h-9">
      <span className="flex items-center gap-1 text-text">{children}</span>
      <button
        type="button"
        aria-label={`Not so: ${words}`}
        onClick={onRemove}
        className="grid size-6 shrink-0 place-items-center rounded-control text-muted hover:text-text pointer-coarse:size-9"
      >
        <X size={12} aria-hidden />
      </button>
    </span>
  )
}
