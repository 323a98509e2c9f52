import { z } from 'zod'
import type { Profile } from '../contract'

const error = z
  .object({
    error: z.object({
      code: z.string(),
      message: z.string(),
      missing_fields: z.array(z.string()).optional().describe('What the stage requires and the deal lacks'),
    }),
  })
  .meta({ title: 'Error' })

export const rex: Profile = {
  dialect: 'rex',
  refusals: {
    malformed: { status: 400, code: 'validation_error' },
    unknown_parameter: { status: 400, code: 'validation_error' },
    invalid: { status: 400, code: 'validation_error' },
    unauthorized: { status: 401, code: 'unauthorized' },
    forbidden: { status: 403, code: 'forbidden' },
    not_found: { status: 404, code: 'not_found' },
    method_not_allowed: { status: 405, code: 'method_not_allowed' },
    conflict: { status: 409, code: 'conflict' },
    stale: { status: 412, code: 'stale' },
    too_large: { status: 413, code: 'too_large' },
    unsupported_media_type: { status: 415, code: 'unsupported_media_type' },
    rate_limited: { status: 429, code: 'rate_limit_exceeded' },
    internal: { status: 500, code: 'internal_error' },
  },
  error,
  errorBody: (code, message, { missingFields }): z.input<typeof error> => ({
    error: { code, message, ...(missingFields && { missing_fields: missingFields }) },
  }),
  fields: {
    title: 'name',
    stageId: 'stage_id',
    pipelineId: 'pipeline_id',
    ownerId: 'owner_id',
    contactId: 'contact_id',
    companyId: 'company_id',
    externalId: 'external_id',
    expectedClose: 'expected_close',
    stageIds: 'stage_ids',
    moveTo: 'move_to',
    afterId: 'after_id',
    beforeId: 'before_id',
    index: 'order_index',
    lostReason: 'lost_reason',
    isDefault: 'is_default',
    requiredFields: 'required_fields',
    userId: 'user_id',
    expiresAt: 'expires_at',
    rateLimit: 'rate_limit',
  },
  subjects: {
    pipeline: 'Pipeline',
    stage: 'Stage',
    record: 'Deal',
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
