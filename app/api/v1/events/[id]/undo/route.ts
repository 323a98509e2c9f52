import { undoEvent } from '@/lib/contracts/rex/event.contract'
import { undo } from '@/lib/domain/event/undo'
import { endpoint } from '@/lib/http/endpoint'

export const POST = endpoint(
  undoEvent,
  (tx, { params, caller }) => undo(tx, params.id, { private: caller.role === 'admin' }),
  ({ undone, eventId }) => ({ data: { undone, event_id: eventId } }),
)
