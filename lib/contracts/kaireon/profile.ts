import { z } from 'zod'
import type { Profile } from '../contract'

const error = z
  .object({ error: z.object({ code: z.string(), message: z.string(), status: z.int() }) })
  .meta({ title: 'Error' })

export const kaireon: Profile = {
  dialect: 'kaireon',
  refusals: {
    malformed: { status: 400, code: 'BAD_REQUEST' },
    unknown_parameter: { status: 400, code: 'BAD_REQUEST' },
    invalid: { status: 400, code: 'BAD_REQUEST' },
    unauthorized: { status: 401, code: 'UNAUTHORIZED' },
    forbidden: { status: 403, code: 'FORBIDDEN' },
    not_found: { status: 404, code: 'NOT_FOUND' },
    method_not_allowed: { status: 405, code: 'METHOD_NOT_ALLOWED' },
    conflict: { status: 409, code: 'CONFLICT' },
    stale: { status: 412, code: 'STALE' },
    too_large: { status: 413, code: 'TOO_LARGE' },
    unsupported_media_type: { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' },
    rate_limited: { status: 429, code: 'RATE_LIMITED' },
    internal: { status: 500, code: 'INTERNAL_ERROR' },
  },
  error,
  errorBody: (code, message, { status }): z.input<typeof error> => ({ error: { code, message, status } }),
  fields: { objectId: 'schemaId', flowId: 'pipelineId' },
  subjects: {
    pipeline: 'Pipeline',
    stage: 'Stage',
    record: 'Record',
    object: 'Schema',
    field: 'Field',
    agent: 'Agent',
    member: 'User',
    workspace: 'Tenant',
    connector: 'Connector',
    flow: 'Pipeline',
    run: 'Run',
    event: 'Event',
    task: 'Task',
    notification: 'Notification',
    webhook: 'Webhook',
    delivery: 'Delivery',
  },
}
