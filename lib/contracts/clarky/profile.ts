import { z } from 'zod'
import type { Profile } from '../contract'

export const error = z
  .object({
    error: z.object({
      code: z.string(),
      message: z.string(),
      details: z.object({
        field: z.string().optional().describe('The field or parameter that was refused'),
        missing_fields: z.array(z.string()).optional().describe('What the stage requires and the card lacks'),
      }),
    }),
  })
  .meta({ title: 'Error' })

export const clarky: Profile = {
  dialect: 'clarky',
  refusals: {
    malformed: { status: 400, code: 'bad_request' },
    unknown_parameter: { status: 400, code: 'bad_request' },
    invalid: { status: 422, code: 'validation_error' },
    unauthorized: { status: 401, code: 'unauthorized' },
    forbidden: { status: 403, code: 'forbidden' },
    not_found: { status: 404, code: 'not_found' },
    method_not_allowed: { status: 405, code: 'method_not_allowed' },
    conflict: { status: 409, code: 'conflict' },
    stale: { status: 412, code: 'stale' },
    too_large: { status: 413, code: 'too_large' },
    unsupported_media_type: { status: 415, code: 'unsupported_media_type' },
    rate_limited: { status: 429, code: 'rate_limited' },
    internal: { status: 500, code: 'internal_error' },
  },
  error,
  errorBody: (code, message, { field, missingFields }): z.input<typeof error> => ({
    error: {
      code,
      message,
      details: { ...(field && { field }), ...(missingFields && { missing_fields: missingFields }) },
    },
  }),
  fields: {
    stageId: 'pipeline_stage_id',
    pipelineId: 'pipeline_id',
    agentId: 'bot_id',
    contactId: 'contact_id',
    afterId: 'after_id',
    beforeId: 'before_id',
    index: 'order_index',
    archivedAt: 'archived_at',
  },
  subjects: {
    pipeline: 'Pipeline',
    stage: 'Stage',
    record: 'Pipeline card',
    object: 'Object',
    field: 'Field',
    agent: 'Bot',
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
