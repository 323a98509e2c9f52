import { describe, expect, it } from 'vitest'
import { addressed, canTry, type Reading } from './reading'

const nobody: Reading = { contract: 'rex', workspace: null, key: '', signIn: '/sign-in' }
const member: Reading = { ...nobody, workspace: 'acme' }

const headersFor = (reading: Reading, headers: Record<string, string> = {}) =>
  addressed({ url: '/api/v1/deals', headers }, reading).headers

describe('a request that is tried', () => {
  it('names the document’s contract, and the workspace of whoever is signed in', () => {
    expect(headersFor(member, { accept: '*/*' })).toEqual({
      accept: '*/*',
      'X-Api-Contract': 'rex',
      'X-Tenant-Id': 'acme',
    })
  })

  it('bears the key that was pasted, which knows its own workspace', () => {
    expect(headersFor({ ...member, key: 'ksr_1' })).toEqual({ 'X-Api-Contract': 'rex', Authorization: 'Bearer ksr_1' })
  })

  it('keeps the headers that the reader typed, in whatever case', () => {
    const typed = { 'x-tenant-id': 'globex', 'x-api-contract': 'kasar' }
    expect(headersFor(member, typed)).toEqual(typed)
  })

  it('is none of ours when it fetches the document', () => {
    const request = { url: '/api/v1/openapi/rex.json', headers: {}, loadSpec: true }
    expect(addressed(request, { ...member, key: 'ksr_1' })).toBe(request)
  })

  it('needs somebody to be sent as', () => {
    expect([nobody, member, { ...nobody, key: 'ksr_1' }].map(canTry)).toEqual([false, true, true])
  })
})
