import type { Contract } from '@/lib/contracts/contract'
import { isStorable } from '@/lib/domain/text'
import { mebibyte, readJson } from './body'
import { refusalOf } from './issue'
import { paramsOf } from './path'
import { RequestRefusal } from './request-refusal'
import { refuseBadText } from './text'

/** The parameters of the path, in the contract's own names. What no row could be named is not found. */
export function pathParams(contract: Contract, url: URL): Record<string, string> {
  const params = URL.canParse(url.href) ? safely(() => paramsOf(contract.path, url.pathname)) : null
  if (!params || !Object.values(params).every(isStorable)) {
    throw new RequestRefusal('not_found', 'There is nothing at this path')
  }
  return params
}

function safely<T>(work: () => T): T | null {
  try {
    return work()
  } catch (error) {
    if (error instanceof URIError) return null
    throw error
  }
}

// What a browser cannot say by headers of what it follows or downloads.
const inPlaceOfHeaders = ['workspace', 'timezone']

/** The query as the contract has it; each parameter once, unless it is a list. */
export function parseQuery(contract: Contract, given: URLSearchParams): unknown {
  const lists = new Set(
    Object.entries(contract.query.shape).flatMap(([name, type]) => (type.meta()?.list ? [name] : [])),
  )
  const values: [string, string | string[]][] = []
  for (const name of new Set(given.keys())) {
    if (contract.streams && inPlaceOfHeaders.includes(name)) continue
    const all = given.getAll(name)
    if (!all.every(isStorable))
      throw new RequestRefusal('invalid', `Parameter '${name}' must not contain NUL characters`, name)
    if (all.length > 1 && !lists.has(name))
      throw new RequestRefusal('invalid', `Parameter '${name}' is given more than once`, name)
    values.push([name, lists.has(name) ? all : (all[0] as string)])
  }
  const parsed = contract.query.safeParse(Object.fromEntries(values), { reportInput: true })
  if (!parsed.success) throw refusalOf(parsed.error, 'query')
  return parsed.data
}

/**
 * The body as the contract has it; undefined where it has none. `check` sees it before its fields are looked at.
 * @param others contracts of the same address: a body that fits one of them instead is told so
 */
export async function parseBody(
  contract: Contract,
  request: Request,
  check: (given: unknown) => void,
  others: Contract[],
): Promise<unknown> {
  if (!contract.body) return undefined
  const given = await readJson(request, contract.mebibytes * mebibyte)
  check(given)
  refuseBadText(contract.itemwise && given instanceof Object ? { ...given, items: [] } : given)
  const parsed = contract.body.safeParse(given, { reportInput: true })
  if (parsed.success) return parsed.data
  const refusal = refusalOf(parsed.error, 'body')
  const fitting = others.find(({ body }) => body?.safeParse(given).success)
  throw fitting ? meantFor(fitting, refusal) : refusal
}

function meantFor({ dialect, method, path }: Contract, { kind, message, field }: RequestRefusal): RequestRefusal {
  const hint = `This body fits ${method} ${path} of another contract: send X-Api-Contract: ${dialect} to speak it`
  return new RequestRefusal(kind, `${message}. ${hint}`, field)
}
