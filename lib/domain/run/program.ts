import type { Scope } from '@/lib/db/transaction'
import { settingOf } from '../connector/settings'
import { compileFlow } from '../flow/program/compile'
import type { Program } from '../flow/program/program'
import { SourceFailed } from '../source/failed'
import { zoneOf } from '../workspace/zone'
import type { RunDrawing } from './run'

/** A run's program, with what it takes to write where its targets point. */
export interface RunProgram extends Program {
  /** The names of objects by their ids. */
  objects: Map<string, string>
}

/**
 * Makes the program of a run: the same each time, since its clock stands where the run began.
 * @throws Refusal (invalid) for a drawing that cannot be run
 */
export async function programOf(scope: Scope, drawing: RunDrawing, startedAt: Date): Promise<RunProgram> {
  const program = compileFlow(drawing, { now: startedAt, timeZone: await zoneOf(scope) })
  const objects = await scope.sql<{ id: string; name: string }>(
    'SELECT id, name FROM "CrmObject" WHERE "workspaceId" = $1 AND id = ANY($2::uuid[])',
    [scope.workspaceId, program.targets.map(({ object }) => object)],
  )
  return { ...program, objects: new Map(objects.map(({ id, name }) => [id, name])) }
}

/** Whether it matters in which order the parts of a source are read: rows are compared with those before them. */
export const isOrdered = ({ nodes }: Pick<RunDrawing, 'nodes'>): boolean =>
  nodes.some(({ nodeType, config }) => nodeType === 'transform' && settingOf(config, 'type') === 'deduplicate')

/** The name of a target's object. */
export function objectOf(program: RunProgram, id: string): string {
  const name = program.objects.get(id)
  if (name === undefined) throw new SourceFailed('The object that the rows are for is gone')
  return name
}
