import { beforeAll, expect, it } from 'vitest'
import { openWorkspace, password, type TestWorkspace } from '@/e2e/workspace'
import { sql } from '@/lib/db/client'
import { newId } from '../id'
import { signIn, TooManyAttempts } from './sign-in'

let workspace: TestWorkspace

beforeAll(async () => {
  workspace = await openWorkspace()
})

/** What is counted for an address. */
const counted = async (address: string): Promise<number> =>
  (await sql<{ points: number }>('SELECT points FROM "RateLimit" WHERE key = $1', [`sign-in-address:${address}`]))[0]
    ?.points ?? 0

it('counts failures for an address, and no successes: a whole office may share it', async () => {
  const address = newId()
  expect(await signIn(workspace.adminEmail, password, address)).toMatchObject({ email: workspace.adminEmail })
  expect(await counted(address)).toBe(0)
  expect(await signIn(workspace.adminEmail, 'wrong', address)).toBeNull()
  expect(await signIn(workspace.adminEmail, password, address)).not.toBeNull()
  expect(await counted(address)).toBe(1)
})

it('refuses an address with a hundred failures, whoever it signs in', async () => {
  const address = newId()
  await signIn('nobody@example.com', 'wrong', address)
  await sql('UPDATE "RateLimit" SET points = 100 WHERE key = $1', [`sign-in-address:${address}`])
  await expect(signIn(workspace.adminEmail, password, address)).rejects.toThrow(TooManyAttempts)
  expect(await signIn(workspace.adminEmail, password, newId())).not.toBeNull()
})
