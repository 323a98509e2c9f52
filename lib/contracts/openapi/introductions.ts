import type { Dialect } from '../contract'

const common = `

Send an API key as \`Authorization: Bearer\` or as \`X-Api-Key\`; any valid key may call any operation that its role and scopes allow.

Operations, fields and parameters marked \`x-extension\` are Throughline's own; everything else is served as the published reference has it. Unknown fields and parameters are refused by name. Times are ISO 8601 in UTC with milliseconds; ids are opaque text.

Every \`POST\` and \`PATCH\` takes an \`Idempotency-Key\`, and every reply carries \`X-Request-Id\`.`

/** What stands above each document. */
export const introductions: Record<Dialect, { title: string; description: string }> = {
  kasar: {
    title: 'Throughline: Kasar contract',
    description: `Boards, the moves between their steps, records and tasks in Kasar's words. Lists that are paged go on with \`cursor\`. An error is \`{"error": true, "code", "message"}\`.${common}`,
  },
  rex: {
    title: 'Throughline: REX contract',
    description: `Pipelines, their stages and their deals in REX's words, and what Throughline's own boards are made with. Replies are wrapped in \`data\`; lists go on with \`cursor\`. Money is in minor units with a currency. An error is \`{"error": {"code", "message"}}\`.${common}`,
  },
  clarky: {
    title: 'Throughline: Clarky contract',
    description: `Pipelines and stages to read, and cards to work with, in Clarky's words. Lists come in numbered pages. Invalid input is 422; an error is \`{"error": {"code", "message", "details"}}\`.${common}`,
  },
  kaireon: {
    title: 'Throughline: KaireonAI contract',
    description: `Data pipelines, their nodes and edges, connectors and schemas, in KaireonAI's words. An error is \`{"error": {"code", "message", "status"}}\`.${common}`,
  },
}
