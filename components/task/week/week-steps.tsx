import { ChevronLeft, ChevronRight } from 'lucide-react'
import { Button } from '@/components/ui/button'
import type { Day } from '@/components/ui/day'
import { Tooltip } from '@/components/ui/tooltip'
import { addDays } from '@/components/ui/zone'
import { formatWeek } from './week'

type WeekStepsProps = {
  days: readonly Day[]
  today: Day
  /** null: this week. */
  onShow: (day: Day | null) => void
}

/** Which week is shown, and the way to others. */
export function WeekSteps({ days, today, onShow }: WeekStepsProps) {
  const here = days.includes(today)
  const by = (away: number) => {
    const day = addDays(days[0] ?? today, away)
    onShow(day <= today && today < addDays(day, 7) ? null : day)
  }
  return (
    <div className="flex h-9 shrink-0 items-center gap-0.5 px-1 pointer-coarse:h-11">
      <Tooltip text="Week before">
        <Button
          kind="quiet"
          size="icon"
          aria-label="Week before"
          onClick={() => by(-7)}
          className="pointer-coarse:size-11"
        >
          <ChevronLeft size={16} aria-hidden />
        </Button>
      </Tooltip>
      <Tooltip text="Week after">
        <Button
          kind="quiet"
          size="icon"
          aria-label="Week after"
          onClick={() => by(7)}
          className="pointer-coarse:size-11"
        >
          <ChevronRight size={16} aria-hidden />
        </Button>
      </Tooltip>
      <p role="status" className="px-1 text-dense font-medium whitespace-nowrap figures">
        {formatWeek(days)}
      </p>
      {!here && (
        <Button kind="quiet" size="small" onClick={() => onShow(null)} className="pointer-coarse:h-11">
          This week
        </Button>
      )}
    </div>
  )
}
