import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { password } from '@/e2e/workspace'
import { closeDatabase, sql } from '@/lib/db/client'
import { migrate } from '@/lib/db/migrate'
import { signIn } from '../member/sign-in'
import { hasWorkspace, workspacesOf } from './find'
import { type FirstWorkspace, setUpInstallation } from './set-up'
import { isSetupToken, issueSetupToken, needsSetupToken } from './setup-token'

/** A database of its own: an installation is new only once. */

const shared = process.env.DATABASE_URL ?? ''
const name = `set_up_${randomBytes(6).toString('hex')}`

beforeAll(async () => {
  await sql(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`, [])
  await closeDatabase()
  const url = new URL(shared)
  url.pathname = `/${name}`
  process.env.DATABASE_URL = url.href
  await migrate(url.href)
})
afterAll(async () => {
  await closeDatabase()
  process.env.DATABASE_URL = shared
  await sql(`DROP DATABASE ${name} WITH (FORCE)`, [])
  await closeDatabase()
})
beforeEach(() => sql('TRUNCATE "Workspace", "User", "Installation" CASCADE', []))

const given = (who: string, more: Partial<FirstWorkspace> = {}): FirstWorkspace => ({
  workspaceName: `The ${who} Company`,
  name: who,
  email: `${who}@first.example`,
  password,
  ...more,
})

it('makes the first workspace with its admin, once', async () => {
  expect(await hasWorkspace()).toBe(false)
  expect(await setUpInstallation(given('ann', { timeZone: 'Europe/Paris' }))).toEqual({ slug: 'the-ann-company' })
  const user = await signIn('ann@first.example', password, 'here')
  expect(await workspacesOf(user?.id ?? '')).toMatchObject([
    { slug: 'the-ann-company', role: 'admin', timeZone: 'Europe/Paris' },
  ])
  await expect(setUpInstallation(given('bob'))).rejects.toMatchObject({ kind: 'conflict' })
})

it('lets one of four in who come at once', async () => {
  const all = await Promise.allSettled(['a1', 'b1', 'c1', 'd1'].map((who) => setUpInstallation(given(who))))
  expect(all.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected'])
  expect(await sql('SELECT 1 FROM "Workspace"', [])).toHaveLength(1)
  expect(await sql('SELECT 1 FROM "User"', [])).toHaveLength(1)
})

it('asks for the latest token where one was issued, keeps only its hash, and none once it is used', async () => {
  expect(await needsSetupToken()).toBe(false)
  const old = await issueSetupToken()
  const token = await issueSetupToken()
  expect([await needsSetupToken(), await isSetupToken(old), await isSetupToken(token)]).toEqual([true, false, true])
  expect(JSON.stringify(await sql('SELECT * FROM "Installation"', []))).not.toContain(token)
  for (const setupToken of [undefined, '', old]) {
    await expect(setUpInstallation(given('eve', { setupToken }))).rejects.toMatchObject({
      details: { field: 'setupToken' },
    })
  }
  expect(await hasWorkspace()).toBe(false)
  await setUpInstallation(given('ann', { setupToken: token }))
  expect(await needsSetupToken()).toBe(false)
})

it('refuses an unfit password or address, and stays new', async () => {
  await expect(setUpInstallation(given('ann', { password: 'short' }))).rejects.toMatchObject({ kind: 'invalid' })
  await expect(setUpInstallation(given('ann', { email: 'ann' }))).rejects.toMatchObject({ kind: 'invalid' })
  expect(await hasWorkspace()).toBe(false)
})
