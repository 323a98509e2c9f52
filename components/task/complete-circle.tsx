import { clsx } from 'clsx'

type CompleteCircleProps = {
  title: string
  done: boolean
  /** Why it cannot be ticked; null when it can. */
  stuck: string | null
  onChange: (done: boolean) => void
}

/** The circle that ticks a task off, and opens it again. */
export function CompleteCircle({ title, done, stuck, onChange }: CompleteCircleProps) {
  return (
    <button
      type="button"
      aria-pressed={done}
      aria-label={done ? `Reopen ${title}` : `Complete ${title}`}
      aria-disabled={stuck ? true : undefined}
      data-hint={stuck ?? (done ? 'Reopen' : 'Complete')}
      onClick={stuck ? undefined : () => onChange(!done)}
      className="group/circle grid size-7 shrink-0 place-items-center rounded-full pointer-coarse:size-11 pointer-coarse:-mx-2"
    >
      <svg
        width="18"
        height="18"
        viewBox="0 0 18 18"
        aria-hidden="true"
        className={clsx('transition-[color,fill] duration-150', done ? 'text-positive' : 'text-muted')}
      >
        <circle
          cx="9"
          cy="9"
          r="7.25"
          stroke="currentColor"
          strokeWidth="1.5"
          className={done ? 'fill-current' : 'fill-transparent'}
        />
        <path
          d="M5.6 9.3l2.3 2.3 4.6-5"
          fill="none"
          strokeWidth="1.75"
          strokeLinecap="round"
          strokeLinejoin="round"
          className={clsx(
            'transition-opacity duration-150',
            done
              ? 'stroke-surface'
              : 'stroke-current opacity-0 group-hover/circle:opacity-60 group-aria-disabled/circle:opacity-0',
          )}
        />
      </svg>
    </button>
  )
}
