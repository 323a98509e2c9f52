import { type Config, isGiven, reviewConfig, type SettingProblem, type SettingSheet, settingOf } from './settings'

export const connectorTypes = ['csv', 'json', 'postgres', 'rest_api'] as const
export type ConnectorType = (typeof connectorTypes)[number]

/** What a flow reads from. Its secrets never leave the database but to be used. */
export interface ConnectorRow {
  id: string
  name: string
  type: ConnectorType
  config: Config
  /** Which secrets are set, in the order of the alphabet. */
  secretNames: string[]
  version: number
  createdAt: Date
  updatedAt: Date
}

/** What a connector's completeness is judged by. */
export type ConnectorSettings = Pick<ConnectorRow, 'type' | 'config' | 'secretNames'>

/** Whether connectors of a type read a file, which may be uploaded. */
export const readsFiles = (type: ConnectorType): boolean => type === 'csv' || type === 'json'

/** How many characters of JSON a connector's config may have. */
export const longestConnectorConfig = 16_384

interface TypeSheet extends SettingSheet {
  secrets: string[]
  /** What says where the secrets are sent. */
  address: string[]
}

// A file is at an address, or was uploaded.
const file = { url: 'url', uploadId: 'text', encoding: 'encoding' } as const

/** The types of connector by what they are told. */
const sheets: Record<ConnectorType, TypeSheet> = {
  csv: {
    settings: { ...file, delimiter: 'separator', quote: 'separator', header: 'flag' },
    needs: [['url', 'uploadId']],
    unfinished: 'error',
    secrets: ['token', 'username', 'password'],
    address: ['url'],
  },
  json: {
    settings: { ...file, recordsPath: 'text' },
    needs: [['url', 'uploadId']],
    unfinished: 'error',
    secrets: ['token', 'username', 'password'],
    address: ['url'],
  },
  rest_api: {
    settings: {
      url: 'url',
      method: 'method',
      headers: 'object',
      query: 'object',
      body: 'any',
      recordsPath: 'text',
      pagination: 'pagination',
      keyHeader: 'text',
      keyParam: 'text',
      cursorField: 'text',
      cursorParam: 'text',
      overlap: 'number',
    },
    needs: [['url']],
    unfinished: 'error',
    secrets: ['token', 'apiKey', 'username', 'password'],
    address: ['url'],
  },
  postgres: {
    settings: {
      host: 'text',
      port: 'number',
      database: 'text',
      user: 'text',
      ssl: 'flag',
      ca: 'text',
      schema: 'text',
      table: 'text',
      query: 'text',
      orderBy: 'text',
      cursorField: 'text',
      overlap: 'number',
    },
    needs: [
      ['host', 'connectionString'],
      ['database', 'connectionString'],
      ['user', 'connectionString'],
    ],
    unfinished: 'error',
    secrets: ['connectionString', 'password'],
    address: ['host', 'port', 'database', 'user', 'ssl', 'ca'],
  },
}

/** What keeps a connector from being used (errors), and what in it does nothing or should not be there (warnings). */
export function problemsOfConnector({ type, config, secretNames }: ConnectorSettings): SettingProblem[] {
  const sheet = sheets[type]
  return [
    ...reviewConfig(sheet, config, secretNames),
    ...exposed(config),
    ...idle(config),
    ...secretNames.filter((name) => !sheet.secrets.includes(name)).map(unknownSecret),
  ]
}

/** `ready` when nothing is missing or wrong that a run would need, else `unfinished`. */
export const connectorStatus = (settings: ConnectorSettings): 'ready' | 'unfinished' =>
  problemsOfConnector(settings).some(({ severity }) => severity === 'error') ? 'unfinished' : 'ready'

/** Whether a change of config leads the connector's secrets somewhere else. */
export const redirects = (type: ConnectorType, before: Config, after: Config): boolean =>
  sheets[type].address.some(
    (name) => JSON.stringify(settingOf(before, name)) !== JSON.stringify(settingOf(after, name)),
  )

// An address is kept for when the file is taken away again.
const idle = (config: Config): SettingProblem[] =>
  isGiven(settingOf(config, 'url')) && isGiven(settingOf(config, 'uploadId'))
    ? [{ field: 'config.url', message: 'The uploaded file is read, and not this address', severity: 'warning' }]
    : []

const soundsSecret = /passw|secret|token|api[-_]?key|authorization|credential/i

// A config is shown to every viewer; what should be hidden from them belongs elsewhere.
function exposed(config: Config): SettingProblem[] {
  const headers = settingOf(config, 'headers')
  const below = headers !== null && typeof headers === 'object' ? Object.keys(headers) : []
  return [...Object.keys(config), ...below.map((name) => `headers.${name}`)]
    .filter((name) => soundsSecret.test(name))
    .map((name) => ({
      field: `config.${name.slice(0, 100)}`,
      message: 'This looks like a secret, and a config is shown to everybody who may read: give it in secrets',
      severity: 'warning',
    }))
}

const unknownSecret = (name: string): SettingProblem => ({
  field: `secrets.${name}`,
  message: `Secret '${name}' is not known for this type: it is kept and does nothing`,
  severity: 'warning',
})
