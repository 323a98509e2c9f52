import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { collectContracts, isShared, nameOf } from '@/e2e/contract-registry'
import { loadRoutes, methods, type RouteTree } from '@/lib/server/routes'
import type { Contract } from './contract'

let contracts: Contract[]
let operations: { method: string; address: string }[]

// A folder's name need not be the parameter's: what counts is where a parameter stands.
const nameless = (address: string) => address.replace(/\{\w+\}|\[\w+\]/g, '{}')

function operationsOf(tree: RouteTree): typeof operations {
  const { route } = tree
  const here = route
    ? methods.flatMap((method) => (route.handlers[method] ? [{ method, address: nameless(route.path) }] : []))
    : []
  const below = [...tree.named.values(), ...(tree.any ? [tree.any.tree] : [])]
  return [...here, ...below.flatMap(operationsOf)]
}

beforeAll(async () => {
  contracts = await collectContracts()
  operations = operationsOf(await loadRoutes(path.join(import.meta.dirname, '../../app/api/v1')))
})

describe('routes and contracts', () => {
  it('every method of every route has a contract', () => {
    const declared = contracts.map((contract) => `${contract.method} ${nameless(contract.path)}`)
    const lacking = operations.map(({ method, address }) => `${method} ${address}`)
    expect(lacking.filter((operation) => !declared.includes(operation))).toEqual([])
    expect(operations.length).toBeGreaterThan(30)
  })

  it('every contract has a route', () => {
    const served = operations.map(({ method, address }) => `${method} ${address}`)
    const lacking = contracts.filter((each) => !served.includes(`${each.method} ${nameless(each.path)}`))
    expect(lacking.map(nameOf)).toEqual([])
  })

  it('an operation is declared once a contract, and shared by several only where the documents do', () => {
    expect(new Set(contracts.map(nameOf)).size).toBe(contracts.length)
    const shared = contracts.filter((contract) => isShared(contract, contracts))
    expect(new Set(shared.map((contract) => `${contract.method} ${contract.path}`))).toEqual(
      new Set(['GET /pipelines', 'POST /pipelines']),
    )
  })

  it('a reading operation asks for no more than reading, any other for the write scope and an editor', () => {
    for (const contract of contracts) {
      const { method, path, scope, role, body } = contract
      // What the workspace's keys and webhooks are is an admin's affair, to read as well.
      const reader = /^\/(api-keys|webhooks)/.test(path) ? 'admin' : 'viewer'
      if (method === 'GET') expect([scope, role, body], nameOf(contract)).toEqual(['read', reader, null])
      else {
        expect(scope, nameOf(contract)).toBe('write')
        // What is one's own, whoever one is.
        if (!/^\/(notifications|me)\b/.test(path)) expect(role, nameOf(contract)).not.toBe('viewer')
      }
    }
  })

  it('pipelines and stages are what a ck_live_ key may not write', () => {
    const boards = contracts.filter(
      ({ method, path }) =>
        method !== 'GET' && /^\/pipelines(\/\{id\})?(\/stages(\/\{stage_id\})?|\/restore)?$/.test(path),
    )
    expect(contracts.filter((contract) => contract.changesBoards).map(nameOf)).toEqual(boards.map(nameOf))
  })
})
