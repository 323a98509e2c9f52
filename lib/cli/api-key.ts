import { type Command, InvalidArgumentError, Option } from 'commander'
import type { NewApiKey } from '@/lib/domain/api-key/create'
import type { ApiKeyRow } from '@/lib/domain/api-key/list'
import { keyPrefixes } from '@/lib/domain/api-key/prefix'
import { statusOfKey } from '@/lib/domain/api-key/status'
import { type Role, roles } from '@/lib/domain/member/role'
import { isLimit, mostRequests } from '@/lib/domain/rate-limit/limit'
import { act, inWorkspace } from './act'

interface KeyFlags {
  workspace: string
  contract: NewApiKey['contract']
  role: Role
  scopes: string[]
  name?: string
  user?: string
  expires?: Date
  rateLimit?: number
}

/** `api-key create`, `list` and `revoke`. */
export function addApiKeyCommands(program: Command): void {
  const keys = program.command('api-key').description('keys that let programs in')
  keys
    .command('create')
    .description('Make a key and print it, this once: only its hash is kept.')
    .requiredOption('--workspace <slug>', 'the workspace it opens')
    .addOption(
      new Option('--contract <contract>', 'the API it speaks').choices(Object.keys(keyPrefixes)).makeOptionMandatory(),
    )
    .addOption(
      new Option('--role <role>', 'the most it may do; never more than its user may').choices(roles).default('admin'),
    )
    .addOption(
      new Option('--scopes <scopes>', 'what it may do with data: read, write (which includes it), or both with a comma')
        .argParser(scopesIn)
        .default(['read', 'write'], 'read,write'),
    )
    .option('--name <name>', 'what it is for, in your words (default: "<contract> key")')
    .option('--user <e-mail>', 'the member it acts as (default: the first admin of the workspace)')
    .option('--expires <instant>', 'when it stops to work, as ISO 8601 (default: never)', instantIn)
    .option(
      '--rate-limit <requests>',
      'how many requests it may make a minute (default: RATE_LIMIT_PER_MINUTE)',
      limitIn,
    )
    .action(({ workspace, name, user: email, expires: expiresAt, ...flags }: KeyFlags) =>
      act(async () => {
        const { createApiKey } = await import('@/lib/domain/api-key/create')
        const given = { ...flags, name: name ?? `${flags.contract} key`, email, expiresAt }
        return (await inWorkspace(workspace, (tx) => createApiKey(tx, given))).key
      }),
    )
  keys
    .command('list')
    .description(
      'List the keys of a workspace, newest first: id, beginning, role, scopes, user, state, name, own limit.',
    )
    .requiredOption('--workspace <slug>', 'whose keys')
    .action(({ workspace }: { workspace: string }) =>
      act(async () => {
        const { listApiKeys } = await import('@/lib/domain/api-key/list')
        const rows = await inWorkspace(workspace, listApiKeys)
        return rows.map((row) => lineOf(row, new Date())).join('\n') || 'No keys.'
      }),
    )
  keys
    .command('revoke')
    .description('Revoke a key: the next request with it is refused.')
    .requiredOption('--workspace <slug>', 'the workspace it opens')
    .requiredOption('--id <id>', 'the id that "api-key list" shows')
    .action(({ workspace, id }: { workspace: string; id: string }) =>
      act(async () => {
        const { revokeApiKey } = await import('@/lib/domain/api-key/revoke')
        await inWorkspace(workspace, (tx) => revokeApiKey(tx, id))
        return `Revoked ${id}.`
      }),
    )
}

function lineOf(key: ApiKeyRow, now: Date): string {
  const status = statusOfKey(key, now)
  const limit = key.rateLimit === null ? [] : [`${key.rateLimit} a minute`]
  return [key.id, `${key.prefix}…`, key.role, key.scopes.join(','), key.email, status, key.name, ...limit].join('\t')
}

function scopesIn(text: string): string[] {
  const scopes = [...new Set(text.split(',').map((scope) => scope.trim()))]
  if (!scopes.every((scope) => scope === 'read' || scope === 'write')) {
    throw new InvalidArgumentError('It is a list of read and write.')
  }
  return scopes
}

function instantIn(text: string): Date {
  const instant = new Date(text)
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(instant.getTime())) {
    throw new InvalidArgumentError('It is a date or instant as ISO 8601.')
  }
  if (instant <= new Date()) throw new InvalidArgumentError('It lies in the past.')
  return instant
}

function limitIn(text: string): number {
  if (!isLimit(Number(text))) throw new InvalidArgumentError(`It is a whole number from 1 to ${mostRequests}.`)
  return Number(text)
}
