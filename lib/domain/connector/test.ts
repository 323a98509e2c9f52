import type { Scope } from '@/lib/db/transaction'
import { readTarget, TargetRefused } from '@/lib/net/target'
import { problemsOfConnector } from './connector'
import { findConnector } from './find'
import { settingOf } from './settings'

export interface ConnectorTest {
  ok: boolean
  /** What was checked, and what came of it. */
  message: string
}

/**
 * Checks whether a connector's settings are complete and sound, and its address one that this installation connects to.
 * Nothing is connected to, and the message says so.
 */
export async function testConnector(scope: Scope, id: string): Promise<ConnectorTest> {
  const connector = await findConnector(scope, id)
  const errors = problemsOfConnector(connector).filter(({ severity }) => severity === 'error')
  const lacking = errors.length > 0 ? `${errors.map(({ message }) => message).join('; ')}.` : null
  const objection = lacking ?? objectionTo(settingOf(connector.config, 'url'))
  const checked = 'Only the settings were checked; no connection was made.'
  return { ok: objection === null, message: `${objection ?? 'The settings are complete.'} ${checked}` }
}

function objectionTo(url: unknown): string | null {
  if (typeof url !== 'string') return null
  try {
    readTarget(url)
    return null
  } catch (error) {
    if (error instanceof TargetRefused) return error.message
    throw error
  }
}
