import type { Scope } from '@/lib/db/transaction'
import { openOutbound } from '@/lib/net/send'
import type { Guard } from '@/lib/net/target'
import { problemsOfConnector } from '../connector/connector'
import type { OpenConnector } from '../connector/open'
import type { Config } from '../connector/settings'
import type { Resume } from '../flow/row'
import { csvReader } from './csv'
import { SourceFailed } from './failed'
import type { SourceFile } from './file'
import { jsonReader } from './json'
import { markOf } from './mark'
import type { NewsMark } from './postgres/news'
import { postgresReader } from './postgres/reader'
import { postgresSettings } from './postgres/settings'
import { credentials } from './reach'
import type { Reader } from './reader'
import { restReader } from './rest'
import { csvSettings, jsonSettings, restSettings, settingsOf, textIn } from './settings'
import { uploadFile } from './upload-file'
import { urlFile } from './url-file'

/**
 * Opens what a connector reads. Nothing is connected to before something is asked of the reader.
 * @param config the source node's
 * @param since the mark of the last run that was completed; null reads all
 * @param guard where may be connected to; by default what this installation allows
 * @throws SourceFailed for settings that cannot be read by
 */
export async function openSource(
  scope: Scope,
  connector: OpenConnector,
  config: Config,
  since: Resume | null,
  guard: Guard = {},
): Promise<Reader> {
  refuseUnfinished(connector)
  const settings = settingsOf(connector, config)
  switch (connector.type) {
    case 'csv':
      return csvReader(await fileOf(scope, connector, settings, guard), csvSettings(settings))
    case 'json':
      return jsonReader(await fileOf(scope, connector, settings, guard), jsonSettings(settings))
    case 'rest_api':
      return restReader(restSettings(settings, connector.secrets), markOf(since), openOutbound(guard))
    case 'postgres':
      return postgresReader(postgresSettings(settings, connector.secrets), since as NewsMark | null, guard)
  }
}

/** @throws SourceFailed for a connector that lacks something, or holds what it cannot */
export function refuseUnfinished(connector: OpenConnector): void {
  const errors = problemsOfConnector(connector).filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new SourceFailed(errors.map(({ message }) => message).join('; '))
}

async function fileOf(scope: Scope, connector: OpenConnector, settings: Config, guard: Guard): Promise<SourceFile> {
  const uploadId = textIn(settings, 'uploadId')
  if (uploadId) return uploadFile(scope, connector.id, uploadId)
  const outbound = openOutbound(guard)
  const file = urlFile(textIn(settings, 'url') ?? '', credentials(connector.secrets), outbound)
  return { ...file, close: () => outbound.close() }
}
