import { clsx } from 'clsx'
import { Scale } from 'lucide-react'
import { formatMoney, formatMoneyShort } from '@/components/ui/money'
import type { Column, Total } from './board'

const whole = (number: number) => new Intl.NumberFormat().format(number)

/** A stage's name, count and worth, over a line in its colour. */
export function ColumnHeader({ column, id }: { column: Pick<Column, 'stage' | 'count' | 'totals'>; id: string }) {
  const { stage, count, totals } = column
  const over = stage.wipLimit !== null && count > stage.wipLimit
  const weighs = stage.type === 'open' && totals.some((total) => total.weighted !== total.value)
  const weighted = `Weighted ${inFull(totals, 'weighted')}: ${percent(stage.probability)} of the total, this stage’s chance`
  return (
    <header className="relative flex h-10 shrink-0 items-center gap-2 px-1" style={stageColor(stage.color)}>
      <span aria-hidden className="stage-mark size-2 shrink-0 rounded-full" />
      <h2 id={id} dir="auto" className="truncate text-dense font-semibold" data-hint={stage.name}>
        {stage.name}
      </h2>
      <span
        data-count
        className={clsx('shrink-0 text-dense figures', over ? 'font-medium text-warning' : 'text-muted')}
        data-hint={
          stage.wipLimit === null
            ? undefined
            : `${whole(count)} of at most ${whole(stage.wipLimit)}${over ? ': more than this stage should hold' : ''}`
        }
      >
        {stage.wipLimit === null ? whole(count) : `${whole(count)} / ${whole(stage.wipLimit)}`}
      </span>
      <div className="ml-auto min-w-0 shrink-0 text-right figures">
        {totals.length > 0 && (
          <div data-total className="text-dense" data-hint={inFull(totals, 'value')}>
            <span aria-hidden>{inShort(totals, 'value')}</span>
            <span className="sr-only">Total {inFull(totals, 'value')}</span>
          </div>
        )}
        {weighs && (
          <div
            data-weighted
            className="-mt-0.5 flex items-center justify-end gap-1 text-meta text-muted"
            data-hint={weighted}
          >
            <span className="sr-only">{weighted}</span>
            <Scale size={11} aria-hidden />
            <span aria-hidden>{inShort(totals, 'weighted')}</span>
          </div>
        )}
      </div>
      <span aria-hidden className="stage-mark absolute inset-x-0 bottom-0 h-0.5 rounded-full" />
    </header>
  )
}

/** The stage's colour as the variable that `stage-mark` draws with. */
export function stageColor(color: string | null): React.CSSProperties | undefined {
  return color ? ({ '--stage': color } as React.CSSProperties) : undefined
}

function inShort(totals: Total[], worth: 'value' | 'weighted'): string {
  const [first, second, ...more] = totals
  const shown = [first, second].flatMap((total) => (total ? [formatMoneyShort(total[worth], total.currency)] : []))
  return shown.join(' · ') + (more.length > 0 ? ` +${more.length}` : '')
}

function inFull(totals: Total[], worth: 'value' | 'weighted'): string {
  return totals.map((total) => formatMoney(total[worth], total.currency)).join(' + ')
}

function percent(share: number): string {
  return new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 }).format(share)
}
