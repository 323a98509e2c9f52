import type { ConnectorType } from '../connector/connector'
import { type Config, isGiven, separatorOf, settingOf } from '../connector/settings'
import type { Cell } from '../flow/row'
import type { CsvSettings } from './csv-head'
import { SourceFailed } from './failed'
import type { JsonSettings } from './json'
import { paginationOf } from './pagination'
import { credentials } from './reach'
import type { RestSettings } from './rest'

/** What a source node may say in place of its connector: what is read, never where, for that is whom the secrets trust. */
const ofNode: Record<ConnectorType, string[]> = {
  csv: [],
  json: ['recordsPath'],
  rest_api: ['recordsPath', 'cursorField', 'cursorParam', 'overlap'],
  postgres: ['schema', 'table', 'query', 'orderBy', 'cursorField', 'overlap'],
}

/** The settings of a connector as one of its source nodes wants them. */
export function settingsOf(connector: { type: ConnectorType; config: Config }, node: Config): Config {
  const own = ofNode[connector.type].filter((name) => isGiven(settingOf(node, name)))
  return { ...connector.config, ...Object.fromEntries(own.map((name) => [name, node[name]])) }
}

/** A setting that is text; null when it is not given. */
export function textIn(settings: Config, name: string): string | null {
  const value = settingOf(settings, name)
  return typeof value === 'string' && value !== '' ? value : null
}

/** @throws SourceFailed for a separator that cannot be one */
export function csvSettings(settings: Config): CsvSettings {
  const separator = (name: string) => {
    const text = textIn(settings, name)
    return text === null ? null : separatorOf(text)
  }
  const [delimiter, quote] = [separator('delimiter'), separator('quote') ?? '"']
  if (delimiter === quote) throw new SourceFailed("Settings 'delimiter' and 'quote' must not be the same")
  return { encoding: textIn(settings, 'encoding'), delimiter, quote, header: settingOf(settings, 'header') !== false }
}

export const jsonSettings = (settings: Config): JsonSettings => ({
  encoding: textIn(settings, 'encoding'),
  path: pathOf(settings),
})

/** The names on the way to the rows: `data.items`. */
export const pathOf = (settings: Config): string[] => textIn(settings, 'recordsPath')?.split('.') ?? []

/** How much of what was read before is read again: seconds, or units of a number. */
export function overlapIn(settings: Config): number {
  const value = settingOf(settings, 'overlap')
  return typeof value === 'number' && value > 0 ? value : 0
}

// What the way to the server decides, and nobody else.
const forbidden = /^(host|content-length|transfer-encoding|connection|keep-alive|expect|te|trailer|upgrade|proxy-.*)$/i

/** @throws SourceFailed for a header that is not a caller's to set */
export function restSettings(settings: Config, secrets: Record<string, string>): RestSettings {
  const given = entriesIn(settings, 'headers')
  const wrong = given.find(([name]) => forbidden.test(name))
  if (wrong) throw new SourceFailed(`Header '${wrong[0]}' cannot be set`)
  const { apiKey } = secrets
  const [keyHeader, keyParam] = [textIn(settings, 'keyHeader') ?? 'X-Api-Key', textIn(settings, 'keyParam')]
  const [field, param] = [textIn(settings, 'cursorField'), textIn(settings, 'cursorParam')]
  return {
    url: textIn(settings, 'url') ?? '',
    method: textIn(settings, 'method')?.toUpperCase() === 'POST' ? 'POST' : 'GET',
    headers: {
      ...Object.fromEntries(given),
      ...(apiKey && keyParam === null && { [keyHeader]: apiKey }),
      ...credentials(secrets),
    },
    query: entriesIn(settings, 'query'),
    ownQuery: apiKey && keyParam !== null ? { name: keyParam, value: apiKey } : null,
    body: (settingOf(settings, 'body') ?? null) as Cell,
    path: pathOf(settings),
    pagination: paginationOf(settingOf(settings, 'pagination')),
    incremental: field && param ? { field, param, overlap: overlapIn(settings) } : null,
  }
}

/** The entries of an object by name; each of a list is one. */
function entriesIn(settings: Config, name: string): [string, string][] {
  const value = settingOf(settings, name)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, each]): [string, string][] =>
    (Array.isArray(each) ? each : [each]).filter(isScalar).map((one) => [key, String(one)]),
  )
}

const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value)
