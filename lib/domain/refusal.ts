/** What can be missing, in the product's words; each contract has its own name for it. */
export type Subject =
  | 'pipeline'
  | 'stage'
  | 'record'
  | 'object'
  | 'field'
  | 'agent'
  | 'member'
  | 'workspace'
  | 'connector'
  | 'flow'
  | 'run'
  | 'event'
  | 'task'
  | 'notification'
  | 'webhook'
  | 'delivery'

/** Why a verb says no. Contracts turn each kind into a status and a code; see lib/contracts/refusals.ts. */
export type RefusalKind = 'invalid' | 'not_found' | 'forbidden' | 'conflict' | 'stale'

interface Details {
  /** The input's name in the domain (`stageId`); contracts translate it. */
  field?: string
  subject?: Subject
  /** Fields that a stage demands and the record lacks, by their names on the object. */
  missingFields?: string[]
}

/** A rule said no. `message` is a sentence for the caller; with `field` it completes "Field 'x' …". */
export class Refusal extends Error {
  override name = 'Refusal'

  constructor(
    readonly kind: RefusalKind,
    message: string,
    readonly details: Details = {},
  ) {
    super(message)
  }
}

/** The input `field` breaks a rule: `problem` completes "Field 'x' …". */
export const invalid = (field: string, problem: string): Refusal => new Refusal('invalid', problem, { field })

/** There is no such row here, or it is somebody else's: the caller cannot tell which. */
export const notFound = (subject: Subject): Refusal => new Refusal('not_found', `${subject} not found`, { subject })

/** The change collides with what is there. */
export const conflict = (message: string, field?: string): Refusal => new Refusal('conflict', message, { field })

/** The caller may not do this. */
export const forbidden = (message: string): Refusal => new Refusal('forbidden', message)
