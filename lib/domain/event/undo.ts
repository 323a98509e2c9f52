import { type ActEvent, changedLater, changesOfAct, lockAct, type PastChange } from '@/lib/db/sql/act'
import { changesSince } from '@/lib/db/sql/change'
import type { Tx } from '@/lib/db/transaction'
import { isId } from '../id'
import { recordInverse } from '../record/undo'
import { conflict, notFound } from '../refusal'
import { taskInverse } from '../task/undo'
import type { Inverse, Reverted } from './inverse'
import { recordEvent } from './record-event'
import { whoChanged } from './stale'
import { isPrivate, typeOf } from './type'

/** What can be undone, by what was changed. */
const inverses: Partial<Record<string, Inverse>> = { record: recordInverse, task: taskInverse }

/**
 * Undoes all that the transaction of an event changed, the newest first, or nothing of it. For each of its events it
 * leaves one that tells the contrary; undoing those does it again. Gives how many rows are as they were, and the first
 * event. Refuses (not found) an event that is missing or, unless `private`, an admin's to see; (conflict) what cannot be
 * undone, and what somebody changed since, saying who and what.
 */
export async function undo(
  tx: Tx,
  eventId: string,
  wish: { private: boolean },
): Promise<{ undone: number; eventId: string }> {
  const act = isId(eventId) ? await lockAct(tx, eventId) : []
  const named = act.find(({ id }) => id === eventId.toLowerCase())
  if (!named || (isPrivate(typeOf({ ...named, onBoard: false })) && !wish.private)) throw notFound('event')
  const contraries = act.map(contraryOf)
  const changes = await changesOfAct(
    tx,
    act.map(({ id }) => id),
  )
  const versions = versionsIn(changes)
  await lockSubjects(tx, changes)
  await refuseIfChanged(tx, versions)
  const made: string[] = []
  for (const [at, contrary] of contraries.entries()) {
    const ofEvent = changes.filter((change) => change.eventId === act[at]?.id)
    made.push(await recordEvent(tx, contrary, await revertAll(tx, ofEvent, versions)))
  }
  return { undone: versions.size, eventId: made[0] ?? '' }
}

/** Takes back the changes of one event, in which each row has one. */
async function revertAll(tx: Tx, changes: PastChange[], versions: Map<string, number>): Promise<Reverted[]> {
  const all: Reverted[] = []
  for (const subject of new Set(changes.map((change) => change.subject))) {
    const ofSubject = changes.filter((change) => change.subject === subject)
    const reverted = await inverseOf(subject).revert(tx, ofSubject, versions)
    for (const { subjectId, version } of reverted) versions.set(subjectId, version)
    all.push(...reverted)
  }
  return all
}

const never = () => conflict('This cannot be undone')

function inverseOf(subject: string): Inverse {
  const inverse = inverses[subject]
  if (!inverse) throw never()
  return inverse
}

function contraryOf({ verb }: ActEvent): string {
  const contrary = inverseOf(verb.slice(0, verb.indexOf('.'))).verbs[verb]
  if (!contrary) throw never()
  return contrary
}

/** The version in which each row was left, by its id; the changes come the newest first. */
function versionsIn(changes: PastChange[]): Map<string, number> {
  const versions = new Map<string, number>()
  for (const { subjectId, version } of changes) {
    if (version === null) throw never()
    if (!versions.has(subjectId)) versions.set(subjectId, version)
  }
  return versions
}

async function lockSubjects(tx: Tx, changes: PastChange[]): Promise<void> {
  for (const subject of [...new Set(changes.map((change) => change.subject))].sort()) {
    await inverseOf(subject).lock(
      tx,
      changes.filter((change) => change.subject === subject),
    )
  }
}

async function refuseIfChanged(tx: Tx, versions: Map<string, number>): Promise<void> {
  const id = await changedLater(tx, versions)
  if (id === undefined) return
  const who = whoChanged(await changesSince(tx, id, versions.get(id) ?? 0))
  throw conflict(`${who}: this can no longer be undone`)
}
