import * as kaireon from '@/lib/contracts/kaireon/connector.contract'
import { presentConnector } from '@/lib/contracts/kaireon/connector.present'
import { findConnector } from '@/lib/domain/connector/find'
import { removeConnector } from '@/lib/domain/connector/remove'
import { updateConnector } from '@/lib/domain/connector/update'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  kaireon.getConnector,
  (scope, { params }) => findConnector(scope, params.id),
  presentConnector,
  ({ version }) => version,
)

export const PATCH = endpoint(
  kaireon.updateConnector,
  (tx, { params, body, caller, seen }) => updateConnector(tx, params.id, body, caller.role, seen),
  presentConnector,
  ({ version }) => version,
)

export const DELETE = endpoint(
  kaireon.deleteConnector,
  (tx, { params, caller }) => removeConnector(tx, params.id, caller.role),
  null,
)
