import { z } from 'zod'
import type { Profile } from '../contract'
import { ours } from '../schema'

const error = z
  .object({
    error: z.literal(true),
    code: z.string(),
    message: z.string(),
    missing_fields: ours(z.array(z.string())).optional().describe('What the step requires and the record lacks'),
  })
  .meta({ title: 'Error' })

export const kasar: Profile = {
  dialect: 'kasar',
  refusals: {
    malformed: { status: 400, code: 'VALIDATION_ERROR' },
    unknown_parameter: { status: 400, code: 'VALIDATION_ERROR' },
    invalid: { status: 400, code: 'VALIDATION_ERROR' },
    unauthorized: { status: 401, code: 'UNAUTHORIZED' },
    forbidden: { status: 403, code: 'FORBIDDEN' },
    not_found: { status: 404, code: 'RECORD_NOT_FOUND' },
    method_not_allowed: { status: 405, code: 'METHOD_NOT_ALLOWED' },
    conflict: { status: 409, code: 'CONFLICT' },
    stale: { status: 412, code: 'STALE' },
    too_large: { status: 413, code: 'TOO_LARGE' },
    unsupported_media_type: { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' },
    rate_limited: { status: 429, code: 'RATE_LIMITED' },
    internal: { status: 500, code: 'INTERNAL_ERROR' },
  },
  error,
  errorBody: (code, message, { missingFields }): z.input<typeof error> => ({
    error: true,
    code,
    message,
    ...(missingFields && { missing_fields: missingFields }),
  }),
  fields: {
    title: 'name',
    matchOn: 'match_on',
    stageId: 'pipeline_step_id',
    pipelineId: 'pipeline_id',
    ownerId: 'owner_id',
    contactId: 'contact_id',
    companyId: 'company_id',
    externalId: 'external_id',
    expectedClose: 'expected_close',
    timeZone: 'time_zone',
    assignedToId: 'assigned_to_id',
    assignedTo: 'assigned_to',
    dueAt: 'due_date',
    links: 'linked_entities',
    linkedId: 'linked_entity_id',
    linkedObject: 'linked_entity_type',
  },
  subjects: {
    pipeline: 'Pipeline',
    stage: 'Pipeline step',
    record: 'Record',
    object: 'Object',
    field: 'Field',
    agent: 'Agent',
    member: 'User',
    workspace: 'Workspace',
    connector: 'Connector',
    flow: 'Data pipeline',
    run: 'Run',
    event: 'Event',
    task: 'Task',
    notification: 'Notification',
    webhook: 'Webhook',
    delivery: 'Delivery',
  },
}
