import { Dialog } from '@/components/ui/dialog'
import { keysOfTasks } from './key-commands'

type KeysHelpProps = { week: boolean; open: boolean; onOpenChange: (open: boolean) => void }

/** The keys of the list, or of the week, and what they do. */
export function KeysHelp({ week, open, onOpenChange }: KeysHelpProps) {
  const here = keysOfTasks.filter(({ only }) => only === undefined || week)
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Keys"
      description="They act on the selected tasks, else on the one that has the focus."
    >
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-4 gap-y-1.5 text-dense">
        {here.map(({ keys, does }) => (
          <div key={does} className="contents">
            <dt className="flex gap-1">
              {keys.map((key) => (
                <kbd
                  key={key}
                  className="min-w-6 rounded-control border bg-surface px-1.5 py-0.5 text-center font-sans text-meta"
                >
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
