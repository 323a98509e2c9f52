import { Mark, type Tone } from '@/components/ui/mark'
import type { Flow } from './flow'

const statuses: Record<Flow['status'], { words: string; tone: Tone }> = {
  active: { words: 'Active', tone: 'good' },
  paused: { words: 'Paused', tone: 'over' },
  draft: { words: 'Draft', tone: 'over' },
}

/** How a flow stands, in a word. */
export const FlowStatus = ({ flow }: { flow: Flow }) => <Mark {...statuses[flow.status]} />
