import { beforeAll, describe, expect, it } from 'vitest'
import { leaves, refusalOf, tracesIn } from '@/e2e/traces'
import { installation, openWorkspace, password, type TestWorkspace } from '@/e2e/workspace'
import { sql } from '@/lib/db/client'
import { type Caller, openTransaction, readerFor, type Tx } from '@/lib/db/transaction'
import { createApiKey } from '../api-key/create'
import { findKeyBySecret } from '../api-key/find-by-secret'
import { listApiKeys } from '../api-key/list'
import { revokeApiKey } from '../api-key/revoke'
import { newId } from '../id'
import { addMember } from '../member/add'
import { listMembers } from '../member/list'
import { signIn, TooManyAttempts } from '../member/sign-in'
import { findSignedIn, sessionHolds } from '../member/signed-in'
import { addField } from '../object/add-field'
import { listObjects } from '../object/find'
import { ownFields } from '../object/own-field'
import { createWorkspace } from './create'
import { findWorkspace, workspacesOf } from './find'

let workspace: TestWorkspace
let caller: Caller
const inTx = <T>(work: (tx: Tx) => Promise<T>) => openTransaction(caller, work)

beforeAll(async () => {
  workspace = await openWorkspace()
  caller = { workspaceId: workspace.id, actor: installation, requestId: null }
})

describe('a workspace', () => {
  it('begins with its built-in objects, an agent and its admin, and tells of it', async () => {
    const scope = readerFor(caller)
    expect((await listObjects(scope)).map(({ name, hasBoards }) => [name, hasBoards])).toEqual([
      ['contacts', false],
      ['companies', false],
      ['opportunities', true],
      ['candidates', true],
    ])
    expect(await scope.db.agent.count({ where: { workspaceId: workspace.id } })).toBe(1)
    const verbs = (await tracesIn(workspace.id)).map(({ verb }) => verb)
    expect(verbs.slice(0, 2)).toEqual(['workspace.create', 'member.add'])
  })

  it('is refused an unfit slug or a taken one, a bad name, zone or currency, and leaves nothing', async () => {
    const refused = async (given: object) => {
      const slug = `w-${newId().slice(-12)}`
      const wanted = { slug, name: 'W', ...given }
      await expect(createWorkspace(installation, wanted, async () => null)).rejects.toMatchObject({ name: 'Refusal' })
      if (wanted.slug !== workspace.slug)
        await expect(findWorkspace(wanted.slug)).rejects.toThrow('workspace not found')
    }
    for (const slug of ['a', 'Ab', '-ab', 'a b', 'api', 'x'.repeat(51), workspace.slug]) await refused({ slug })
    for (const name of ['', ' ', 'x'.repeat(501)]) await refused({ name })
    await refused({ timeZone: 'Europe/Atlantis' })
    await refused({ currency: 'ABC' })
  })

  it('whose first admin cannot be added is not made', async () => {
    const slug = `w-${newId().slice(-12)}`
    const made = createWorkspace(installation, { slug, name: 'W' }, (tx) =>
      addMember(tx, { email: 'no address', name: 'A', password, role: 'admin' }),
    )
    await expect(made).rejects.toThrow('must be an e-mail address')
    await expect(findWorkspace(slug)).rejects.toThrow('workspace not found')
  })
})

describe('a member', () => {
  it('joins with an event that tells no secret, and is listed', async () => {
    const email = `New.${newId()}@Example.com`
    const given = { email: ` ${email} `, name: ' New ', password, role: 'editor' as const }
    const { result, traces } = await leaves(caller, (tx) => addMember(tx, given))
    expect(traces).toMatchObject([{ verb: 'member.add', changes: [{ subject: 'member', subjectId: result }] }])
    expect(JSON.stringify(traces)).not.toContain(password)
    expect(JSON.stringify(traces)).not.toContain('argon2')
    const { rows } = await listMembers(readerFor(caller), 10, null)
    expect(rows).toContainEqual(
      expect.objectContaining({ id: result, email: email.toLowerCase(), name: 'New', role: 'editor' }),
    )
  })

  it('is refused twice, without a fit address, name or password, and with a password for an account that has one', async () => {
    const refused = (more: object) =>
      refusalOf(caller, (tx) =>
        addMember(tx, { email: `${newId()}@x.example`, name: 'N', password, role: 'viewer', ...more }),
      )
    expect(await refused({ email: 'x' })).toMatch(/^invalid \| email/)
    expect(await refused({ email: `${'x'.repeat(250)}@x.example` })).toMatch(/^invalid \| email/)
    expect(await refused({ name: ' ' })).toMatch(/^invalid \| name/)
    expect(await refused({ password: 'short' })).toMatch(/^invalid \| password/)
    expect(await refused({ password: 'x'.repeat(201) })).toMatch(/^invalid \| password/)
    expect(await refused({ password: undefined })).toMatch(/^invalid \| password \| is required/)
    expect(await refused({ email: workspace.adminEmail })).toMatch(/^conflict \| password/)
    expect(await refused({ email: workspace.adminEmail, password: undefined })).toMatch(/^conflict \| email/)
  })

  it('known elsewhere joins with the account there is, and acts in both', async () => {
    const other = await openWorkspace()
    const joined = await inTx((tx) => addMember(tx, { email: other.adminEmail, name: 'Any', role: 'viewer' }))
    expect(joined).toBe(other.adminId)
    expect((await workspacesOf(joined)).map(({ id, role }) => [id, role]).sort()).toEqual(
      [
        [other.id, 'admin'],
        [workspace.id, 'viewer'],
      ].sort(),
    )
  })

  it('signs in with the password alone, and is signed in while epoch and membership hold', async () => {
    const user = await signIn(` ${workspace.adminEmail.toUpperCase()} `, password, newId())
    expect(user).toMatchObject({ id: workspace.adminId, epoch: 0 })
    expect(await signIn(workspace.adminEmail, 'another password', newId())).toBeNull()
    expect(await signIn(`${newId()}@nobody.example`, password, newId())).toBeNull()
    const { id, email } = await workspace.member('editor')
    expect(await findSignedIn(id, 0, workspace.slug)).toMatchObject({
      email,
      role: 'editor',
      workspaceId: workspace.id,
    })
    expect(await findSignedIn(id, 0, workspace.id)).toMatchObject({ email })
    expect(await findSignedIn(id, 1, workspace.slug)).toBeNull()
    expect(await findSignedIn(id, 0, (await openWorkspace()).slug)).toBeNull()
    await sql('UPDATE "Member" SET role = $3 WHERE "workspaceId" = $1 AND "userId" = $2', [workspace.id, id, 'viewer'])
    expect(await findSignedIn(id, 0, workspace.slug)).toMatchObject({ role: 'viewer' })
    await sql('UPDATE "Member" SET "deactivatedAt" = now() WHERE "workspaceId" = $1 AND "userId" = $2', [
      workspace.id,
      id,
    ])
    expect(await findSignedIn(id, 0, workspace.slug)).toBeNull()
    expect(await sessionHolds(id, 0)).toBe(true)
    await sql('UPDATE "User" SET "sessionEpoch" = 1 WHERE id = $1', [id])
    expect(await sessionHolds(id, 0)).toBe(false)
  })

  it('is made to wait after ten wrong passwords, and a success before that clears the count', async () => {
    const { email } = await workspace.member('viewer')
    const wrong = () => signIn(email, 'a wrong password', newId())
    for (let attempt = 0; attempt < 9; attempt++) expect(await wrong()).toBeNull()
    expect(await signIn(email, password, newId())).not.toBeNull()
    for (let attempt = 0; attempt < 10; attempt++) expect(await wrong()).toBeNull()
    await expect(signIn(email, password, newId())).rejects.toBeInstanceOf(TooManyAttempts)
  })
})

describe('an API key', () => {
  const given = { contract: 'rex' as const, name: 'k', role: 'admin' as const, scopes: ['read', 'write'] }

  it('is kept as a hash, shows its beginning, and its event tells neither', async () => {
    const { result, traces } = await leaves(caller, (tx) => createApiKey(tx, given))
    expect(result.key).toMatch(/^rex_live_[0-9a-f]{40}$/)
    expect(traces).toMatchObject([{ verb: 'api-key.create', changes: [{ subjectId: result.id }] }])
    const rows = await sql('SELECT * FROM "ApiKey" WHERE "workspaceId" = $1 AND id = $2', [workspace.id, result.id])
    expect(JSON.stringify([rows, traces])).not.toContain(result.key)
    expect((await listApiKeys(readerFor(caller)))[0]).toMatchObject({ id: result.id, prefix: result.key.slice(0, 15) })
  })

  it('acts as its member, with the lower role of the two, until it is revoked, expires or the member leaves', async () => {
    const { id: userId, email } = await workspace.member('editor')
    const make = (more: object) => inTx((tx) => createApiKey(tx, { ...given, email, ...more }))
    const key = await make({})
    expect(await findKeyBySecret(key.key)).toMatchObject({
      id: key.id,
      userId,
      role: 'editor',
      workspaceId: workspace.id,
    })
    const low = await make({ role: 'viewer' })
    expect(await findKeyBySecret(low.key)).toMatchObject({ role: 'viewer' })
    const [late, soon] = [
      await make({ expiresAt: new Date(Date.now() + 60_000) }),
      await make({ expiresAt: new Date(Date.now() + 60_000) }),
    ]
    await sql(`UPDATE "ApiKey" SET "expiresAt" = now() - interval '1 second' WHERE id = $1`, [late.id])
    expect([await findKeyBySecret(late.key), (await findKeyBySecret(soon.key))?.id]).toEqual([null, soon.id])
    expect(await findKeyBySecret(`${key.key}0`)).toBeNull()
    const { traces } = await leaves(caller, (tx) => revokeApiKey(tx, key.id))
    expect(traces).toMatchObject([{ verb: 'api-key.revoke', changes: [{ subjectId: key.id }] }])
    expect(await findKeyBySecret(key.key)).toBeNull()
    for (const id of [key.id, newId(), 'x']) {
      expect(await refusalOf(caller, (tx) => revokeApiKey(tx, id))).toMatch(/^not_found/)
    }
    await sql('UPDATE "Member" SET "deactivatedAt" = now() WHERE "workspaceId" = $1 AND "userId" = $2', [
      workspace.id,
      userId,
    ])
    expect(await findKeyBySecret(low.key)).toBeNull()
  })

  it('is refused to nobody’s e-mail, and to another workspace’s revocation', async () => {
    expect(await refusalOf(caller, (tx) => createApiKey(tx, { ...given, email: 'nobody@x.example' }))).toMatch(
      /^invalid \| user/,
    )
    const { id } = await inTx((tx) => createApiKey(tx, given))
    const stranger = { ...caller, workspaceId: (await openWorkspace()).id }
    expect(await refusalOf(stranger, (tx) => revokeApiKey(tx, id))).toMatch(/^not_found/)
  })
})

describe('a field', () => {
  it('is added in one event, behind the others', async () => {
    const given = { name: 'favourite_colour', type: 'select' as const, options: ['red'] }
    const { result, traces } = await leaves(caller, (tx) => addField(tx, 'companies', given))
    expect(result).toMatchObject({ ...given, label: 'Favourite colour', isUnique: false })
    expect(traces).toMatchObject([{ verb: 'field.add', changes: [{ subject: 'field', subjectId: result.id }] }])
    const companies = (await listObjects(readerFor(caller))).find(({ name }) => name === 'companies')
    expect((await ownFields(readerFor(caller), companies?.id ?? '')).at(-1)).toEqual(result)
  })

  it('is refused a name that is taken or common, a choice without options, a unique list, an unknown object', async () => {
    const refused = (given: object, object = 'companies') =>
      refusalOf(caller, (tx) => addField(tx, object, { name: 'other', type: 'text', ...given }))
    expect(await refused({ name: 'domain' })).toMatch(/^conflict \| name/)
    expect(await refused({ name: 'amount' })).toMatch(/^conflict \| name/)
    expect(await refused({ type: 'select' })).toMatch(/^invalid \| options/)
    expect(await refused({ type: 'multi_select', options: [] })).toMatch(/^invalid \| options/)
    expect(await refused({ type: 'multi_select', options: ['a'], isUnique: true })).toMatch(/^invalid \| unique/)
    expect(await refused({}, 'ghosts')).toMatch(/^not_found \| object/)
  })
})
