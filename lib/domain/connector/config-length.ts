import { invalid } from '../refusal'
import { longestConnectorConfig } from './connector'
import type { Config } from './settings'

/** Refuses a connector's config that is longer, as JSON, than it may be. */
export function refuseLongConfig(config: Config): void {
  if (JSON.stringify(config).length > longestConnectorConfig) {
    throw invalid('config', `must have at most ${longestConnectorConfig} characters as JSON`)
  }
}
