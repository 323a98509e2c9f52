import type { Scope } from '@/lib/db/transaction'
import { compileFlow } from '../flow/program/compile'
import type { Role } from '../member/role'
import { drawingOf, partsOf } from './find'
import { runOfFlow } from './of-flow'
import { hasEnded, type PartRow, type RunDrawing, type RunRow } from './run'

/** How far a run has come. */
export interface Progress {
  run: RunRow
  parts: PartRow[]
  /** Rows read a second since it began; null before. */
  rowsPerSecond: number | null
  /** How much of it lies behind, from 0 to 1; null where nobody knows. */
  fraction: number | null
  /** While it is under way and it can be guessed. */
  etaSeconds: number | null
}

/** How far a run has come. Refuses as runOfFlow does. */
export async function progressOf(scope: Scope, flowId: string, id: string, role: Role): Promise<Progress> {
  const run = await runOfFlow(scope, flowId, id, role)
  const parts = await partsOf(scope, id)
  const phases = hasEnded(run.status) || parts.length === 0 ? 1 : phasesIn(await drawingOf(scope, id))
  return { run, parts, ...pace(run, parts, phases, scope.now) }
}

/** How many phases a drawing is read in: only joins need more than one. */
function phasesIn(drawing: RunDrawing): number {
  if (!drawing.nodes.some(({ nodeType }) => nodeType === 'join')) return 1
  return compileFlow(drawing, { now: new Date(0), timeZone: 'UTC' }).phases.length
}

/**
 * How fast a run goes, and how long it will.
 * @param phases how many it has in all; the parts of those to come are not known yet
 */
export function pace(
  { status, startedAt, completedAt, rows }: Pick<RunRow, 'status' | 'startedAt' | 'completedAt' | 'rows'>,
  parts: Pick<PartRow, 'phase' | 'share'>[],
  phases: number,
  now: Date,
): Pick<Progress, 'rowsPerSecond' | 'fraction' | 'etaSeconds'> {
  const seconds = startedAt ? ((completedAt ?? now).getTime() - startedAt.getTime()) / 1000 : 0
  const rowsPerSecond = seconds > 0 ? Math.round((rows.in / seconds) * 10) / 10 : null
  const fraction = status === 'completed' ? 1 : status === 'pending' ? 0 : shareBehind(parts, phases)
  const isGuessed = status === 'running' && fraction !== null && fraction > 0 && seconds > 0
  return { rowsPerSecond, fraction, etaSeconds: isGuessed ? Math.ceil((seconds * (1 - fraction)) / fraction) : null }
}

function shareBehind(parts: Pick<PartRow, 'phase' | 'share'>[], phases: number): number | null {
  const phase = Math.max(0, ...parts.map((part) => part.phase))
  const shares = parts.filter((part) => part.phase === phase).map(({ share }) => share)
  if (shares.length === 0) return 0
  const known = shares.filter((share) => share !== null)
  if (known.length < shares.length) return null
  const mean = known.reduce((sum, share) => sum + share, 0) / known.length
  return Math.min(1, (phase + mean) / Math.max(phases, phase + 1))
}
