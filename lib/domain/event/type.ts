/**
 * What each verb is called outside the house: what those who follow the events filter by. A name that is given out
 * stays. What happens to a record on a board is said of a deal (`deal.moved`), to any other of a record.
 */
const names: Record<string, string> = {
  'api-key.create': 'api_key.created',
  'api-key.revoke': 'api_key.revoked',
  'calendar.create': 'calendar.created',
  'calendar.delete': 'calendar.deleted',
  'connector.create': 'connector.created',
  'connector.update': 'connector.updated',
  'connector.delete': 'connector.deleted',
  'connector.upload': 'connector.uploaded',
  'field.add': 'field.created',
  'field.remove': 'field.deleted',
  'field.update': 'field.updated',
  'flow.create': 'data_pipeline.created',
  'flow.update': 'data_pipeline.updated',
  'flow.delete': 'data_pipeline.deleted',
  'member.add': 'member.created',
  'member.update': 'member.updated',
  'object.create': 'object.created',
  'object.remove': 'object.deleted',
  'object.update': 'object.updated',
  'pipeline.create': 'pipeline.created',
  'pipeline.update': 'pipeline.updated',
  'pipeline.trash': 'pipeline.deleted',
  'pipeline.restore': 'pipeline.restored',
  'record.create': 'record.created',
  'record.import': 'record.imported',
  'record.update': 'record.updated',
  'record.move': 'record.moved',
  'record.archive': 'record.archived',
  'record.unarchive': 'record.unarchived',
  'record.trash': 'record.deleted',
  'record.restore': 'record.restored',
  'run.start': 'data_pipeline_run.started',
  'run.cancel': 'data_pipeline_run.cancelled',
  'run.finish': 'data_pipeline_run.finished',
  'run.undo': 'data_pipeline_run.undone',
  'stage.add': 'stage.created',
  'stage.update': 'stage.updated',
  'stage.reorder': 'stage.reordered',
  'stage.remove': 'stage.deleted',
  'task.create': 'task.created',
  'task.update': 'task.updated',
  'task.complete': 'task.completed',
  'task.reopen': 'task.reopened',
  'task.delete': 'task.deleted',
  'webhook.create': 'webhook.created',
  'webhook.update': 'webhook.updated',
  'webhook.delete': 'webhook.deleted',
  'webhook.disable': 'webhook.disabled',
  'webhook.rotate-secret': 'webhook.secret_rotated',
  'webhook.replay': 'webhook.replayed',
  'webhook.test': 'webhook.tested',
  'workspace.create': 'workspace.created',
}

const ofDeals = (name: string): string => name.replace(/^record\./, 'deal.')

/** Every type that an event can have, in order. */
export const eventTypes: readonly string[] = [
  ...new Set(Object.values(names).flatMap((name) => [name, ofDeals(name)])),
].sort()

const nounsOutside: Record<string, string> = { flow: 'data_pipeline', run: 'data_pipeline_run' }

/** What a changed row is called outside. */
export function subjectName(subject: string, onBoard: boolean): string {
  if (subject === 'record' && onBoard) return 'deal'
  return nounsOutside[subject] ?? subject.replaceAll('-', '_')
}

/** Nouns whose events are an admin's affair: they tell who may come in, and where the workspace's data goes. */
const adminsOnly = new Set(['api_key', 'webhook'])

/** The type of an event. */
export function typeOf({ verb, onBoard }: { verb: string; onBoard: boolean }): string {
  const name = names[verb] ?? verb.replaceAll('-', '_')
  return onBoard ? ofDeals(name) : name
}

/** Whether only an admin may see events of this type. */
export const isPrivate = (type: string): boolean => adminsOnly.has(nounOf(type))

/** Whether a text names types: one of them, all of a noun (`deal.*`), or all there are (`*`). */
export const isPattern = (text: string): boolean =>
  text === '*' || eventTypes.includes(text) || eventTypes.some((type) => text === `${nounOf(type)}.*`)

/** Whether a type is among those that the patterns name. */
export const isNamed = (type: string, patterns: string[]): boolean =>
  patterns.some((pattern) => pattern === '*' || pattern === type || pattern === `${nounOf(type)}.*`)

const nounOf = (type: string): string => type.slice(0, type.indexOf('.'))
