import * as rex from '@/lib/contracts/rex/api-key.contract'
import { revokeApiKey } from '@/lib/domain/api-key/revoke'
import { endpoint } from '@/lib/http/endpoint'

export const DELETE = endpoint(rex.revokeApiKey, (tx, { params }) => revokeApiKey(tx, params.id), null)
