import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Contract, type Dialect, dialects, isContract } from '@/lib/contracts/contract'

const contractsDir = path.join(import.meta.dirname, '../lib/contracts')

/** Every operation that a `*.contract.ts` file declares, in the order of the files. */
export async function collectContracts(): Promise<Contract[]> {
  const files = fs
    .readdirSync(contractsDir, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.contract.ts'))
    .sort()
  const modules: object[] = await Promise.all(
    files.map((name) => import(/* @vite-ignore */ pathToFileURL(path.join(contractsDir, name)).href)),
  )
  return modules.flatMap((module) => Object.values(module).filter(isContract))
}

/** How tests call an operation: `rex PATCH /pipelines/{id}`. */
export const nameOf = ({ dialect, method, path }: Contract): string => `${dialect} ${method} ${path}`

/** Whether this very path and method is declared by several contracts, so that the caller decides. */
export const isShared = (contract: Contract, all: Contract[]): boolean =>
  all.some((other) => other.dialect !== contract.dialect && sameAddress(other, contract) && !isGuest(other)) &&
  !isGuest(contract)

const isGuest = ({ host }: Contract): boolean => host !== null

/** The contract that answers at another's address for ids of its own; undefined where there is none. */
export const guestOf = (contract: Contract, all: Contract[]): Contract | undefined =>
  all.find((other) => other.host === contract.dialect && sameAddress(other, contract))

/** The contract in whose words an operation refuses: a guest's are its host's. */
export const refusesIn = ({ dialect, host }: Contract): Dialect => host ?? dialect

const sameAddress = (one: Contract, other: Contract): boolean => one.method === other.method && one.path === other.path

/** The names of a path's parameters. */
export const paramNames = ({ path }: Contract): string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')

/**
 * The operation that answers a request by its path and method; of several, the one in the contract that the request
 * names or whose key it bears. Undefined where no document defines any.
 * @param target below /api/v1, with or without a query
 */
export function findContract(
  contracts: Contract[],
  method: string,
  target: string,
  speaks: Dialect | undefined,
): Contract | undefined {
  const [pathname = ''] = target.split('?')
  if (!decodes(pathname)) return undefined
  const segments = pathname.split('/')
  const literals = (contract: Contract) => contract.path.split('/').filter((each) => !each.startsWith('{')).length
  const fitting = contracts
    .filter((contract) => !isGuest(contract) && contract.method === method && fits(contract.path.split('/'), segments))
    .sort((a, b) => literals(b) - literals(a))
  const best = fitting.filter((contract) => contract.path === fitting[0]?.path)
  return best.length === 1 ? best[0] : best.find((contract) => contract.dialect === speaks)
}

function decodes(text: string): boolean {
  try {
    return decodeURIComponent(text) !== ''
  } catch {
    return false
  }
}

const fits = (template: string[], segments: string[]): boolean =>
  template.length === segments.length &&
  template.every((part, at) => (part.startsWith('{') ? segments[at] !== '' : part === segments[at]))

const prefixes: [string, Dialect][] = [
  ['ksr_', 'kasar'],
  ['rex_live_', 'rex'],
  ['ck_live_', 'clarky'],
  ['krn_', 'kaireon'],
]

/** The contract that a request asks for by header or key; undefined when neither says. */
export function spokenIn(headers: Record<string, string>, key: string | undefined): Dialect | undefined {
  const named = dialects.find((dialect) => dialect === headers['x-api-contract'])
  const credential = key ?? headers['x-api-key'] ?? ''
  return named ?? prefixes.find(([prefix]) => credential.startsWith(prefix))?.[1]
}
