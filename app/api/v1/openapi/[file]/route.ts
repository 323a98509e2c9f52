import { getOpenApi } from '@/lib/contracts/rex/openapi.contract'
import { openEndpoint } from '@/lib/http/endpoint'
import { openApiReply } from '@/lib/http/openapi'

export const GET = openEndpoint(getOpenApi, async ({ params }) => openApiReply(params.file))
