import * as kasar from '@/lib/contracts/kasar/me.contract'
import { findMyProfile } from '@/lib/domain/member/my-profile'
import { updateMyProfile } from '@/lib/domain/member/update-my-profile'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  kasar.getMe,
  (scope) => findMyProfile(scope),
  (me) => ({ data: kasar.presentMe(me) }),
)

export const PATCH = endpoint(
  kasar.updateMe,
  (tx, { body }) => updateMyProfile(tx, kasar.readMyChange(body)),
  (me) => ({ data: kasar.presentMe(me) }),
)
