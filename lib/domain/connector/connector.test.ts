import { describe, expect, it } from 'vitest'
import { connectorStatus, connectorTypes, problemsOfConnector, redirects } from './connector'
import type { Config } from './settings'

const of = (type: (typeof connectorTypes)[number], config: Config, secretNames: string[] = []) => ({
  type,
  config,
  secretNames,
})
const fields = (...given: Parameters<typeof of>) =>
  problemsOfConnector(of(...given)).map(({ field, severity }) => [field, severity])

describe('a connector', () => {
  it.each(connectorTypes)('of type %s without settings is unfinished', (type) => {
    expect(connectorStatus(of(type, {}))).toBe('unfinished')
  })

  it('is ready with its address', () => {
    for (const type of ['csv', 'json', 'rest_api'] as const) {
      expect(connectorStatus(of(type, { url: 'https://files.example.com/a.csv' }))).toBe('ready')
    }
    expect(connectorStatus(of('postgres', { host: 'db', database: 'sales', user: 'reader' }))).toBe('ready')
    expect(connectorStatus(of('postgres', {}, ['connectionString']))).toBe('ready')
  })

  it('names what is missing', () => {
    expect(problemsOfConnector(of('csv', { url: '' }))).toEqual([
      { field: 'config.url', message: "Setting 'url' or 'uploadId' is missing", severity: 'error' },
    ])
    expect(problemsOfConnector(of('postgres', { host: 'db', user: null })).map(({ message }) => message)).toEqual([
      "Setting 'database' or 'connectionString' is missing",
      "Setting 'user' or 'connectionString' is missing",
    ])
  })

  it.each(['files.example.com/a.csv', 'ftp://files.example.com/a', 'file:///etc/passwd', 'javascript:1', 7, {}])(
    'has an http address, not %j',
    (url) => {
      expect(problemsOfConnector(of('csv', { url }))).toEqual([
        { field: 'config.url', message: "Setting 'url' must be an http or https address", severity: 'error' },
      ])
    },
  )

  it('has no credentials in its address, and is warned of what looks like a secret', () => {
    expect(problemsOfConnector(of('csv', { url: 'https://ann:hunter2@files.example.com/' }))[0]?.message).toBe(
      "Setting 'url' must not hold a user or a password: give them as secrets",
    )
    const url = 'https://api.example.com/'
    expect(fields('rest_api', { url, headers: { Authorization: 'Bearer x', Accept: 'text/csv' } })).toEqual([
      ['config.headers.Authorization', 'warning'],
    ])
    expect(fields('csv', { url, password: 'x' })).toEqual([
      ['config.password', 'warning'],
      ['config.password', 'warning'],
    ])
  })

  it('keeps what nobody knows, and says that it does nothing', () => {
    expect(fields('csv', { url: 'https://a.example', colour: 1 }, ['token', 'pin'])).toEqual([
      ['config.colour', 'warning'],
      ['secrets.pin', 'warning'],
    ])
    expect(connectorStatus(of('csv', { url: 'https://a.example', colour: 1 }))).toBe('ready')
  })

  it('leads its secrets elsewhere by its address alone', () => {
    const url = 'https://a.example'
    expect(redirects('csv', { url }, { url, delimiter: ';' })).toBe(false)
    expect(redirects('csv', { url }, { url: 'https://b.example' })).toBe(true)
    expect(redirects('csv', { url }, {})).toBe(true)
    for (const name of ['host', 'port', 'database', 'user', 'ssl']) {
      expect(redirects('postgres', {}, { [name]: 'x' })).toBe(true)
    }
    expect(redirects('postgres', { host: 'db' }, { host: 'db', table: 'x' })).toBe(false)
  })
})
