import { Mark } from '@/components/ui/mark'
import type { Run } from './flow'
import { standingOf } from './run-words'

/** How a run stands, in a few words. */
export const RunStatus = ({ run }: { run: Run }) => <Mark {...standingOf(run)} />
