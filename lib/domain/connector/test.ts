import type { Scope } from '@/lib/db/transaction'
import { problemsOfConnector } from './connector'
import { findConnector } from './find'

export interface ConnectorTest {
  ok: boolean
  /** What was checked, and what came of it. */
  message: string
}

/** Checks whether a connector's settings are complete and sound. Nothing is connected to, and the message says so. */
export async function testConnector(scope: Scope, id: string): Promise<ConnectorTest> {
  const errors = problemsOfConnector(await findConnector(scope, id)).filter(({ severity }) => severity === 'error')
  const checked = 'Only the settings were checked; no connection was made.'
  if (errors.length === 0) return { ok: true, message: `The settings are complete. ${checked}` }
  return { ok: false, message: `${errors.map(({ message }) => message).join('; ')}. ${checked}` }
}
