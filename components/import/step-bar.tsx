import { clsx } from 'clsx'
import { Check } from 'lucide-react'
import { type Step, steps } from './use-import'

const names: Record<Step, string> = { file: 'File', match: 'Fields', check: 'Check', run: 'Import' }

type StepBarProps = { step: Step; reachable: readonly Step[]; onGo: (step: Step) => void }

/** The steps of an import, and the way back to those that are done. */
export function StepBar({ step, reachable, onGo }: StepBarProps) {
  const here = steps.indexOf(step)
  return (
    <nav aria-label="Steps of the import">
      <ol className="flex items-center gap-1 text-dense">
        {steps.map((each, at) => (
          <li key={each} className="flex items-center gap-1">
            {at > 0 && <span aria-hidden className="h-px w-3 bg-border-strong desk:w-8" />}
            <button
              type="button"
              aria-current={each === step ? 'step' : undefined}
              aria-disabled={!reachable.includes(each) || undefined}
              onClick={() => reachable.includes(each) && each !== step && onGo(each)}
              className={clsx(
                'flex h-7 items-center gap-1.5 rounded-control px-2',
                each === step ? 'bg-hover font-medium' : 'text-muted',
                reachable.includes(each) && each !== step && 'hover:bg-hover hover:text-text',
              )}
            >
              {at < here ? (
                <Check size={14} aria-hidden className="text-positive" />
              ) : (
                <span className="figures">{at + 1}</span>
              )}
              {/* A phone has room for the name of one. */}
              <span className={clsx('whitespace-nowrap', each !== step && 'sr-only desk:not-sr-only')}>
                {names[each]}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  )
}
