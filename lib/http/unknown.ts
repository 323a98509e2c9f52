import type { Dialect } from '@/lib/contracts/contract'
import { dialectOfCaller } from '@/lib/contracts/dialect'
import { profiles } from '@/lib/contracts/profiles'
import { newId } from '@/lib/domain/id'
import { replyToError, requestIdOf, toResponse } from './refuse'
import { RequestRefusal } from './request-refusal'
import { sessionCookieName } from './session'

/** The contract that a caller speaks where the path itself does not decide it. */
export const callersDialect = (headers: Headers): Dialect =>
  dialectOfCaller(headers, headers.get('cookie')?.includes(`${sessionCookieName()}=`) ?? false)

/** Answers a path below /api/v1 that no document knows, or that is no valid URL: 404 in the caller's contract. */
export async function answerUnknownPath(request: Request): Promise<Response> {
  return answer(
    request,
    callersDialect(request.headers),
    new RequestRefusal('not_found', 'There is nothing at this path'),
  )
}

// A path that belongs to one document answers in its words whoever calls; see DECISIONS, "Which contract answers", 1.
const owners: [RegExp, Dialect][] = [
  [/^\/pipeline-cards(\/|$)|^\/bots$/, 'clarky'],
  [/^\/pipelines\/\[[^\]]+\]\/\[[^\]]+\]\/move$|^\/(tasks|records|objects|users|notifications)(\/|$)/, 'kasar'],
  [/^\/pipelines\/\[[^\]]+\]\/runs?(\/|$)|^\/pipelines\/preview$|^\/(connectors|schemas)(\/|$)/, 'kaireon'],
]
const shared = /^\/pipelines(\/\[[^\]]+\]\/stages)?$/

/** Answers a known path called by a wrong method: 405 with Allow. `route` is the route's folder: `/pipelines/[id]`. */
export async function answerWrongMethod(request: Request, methods: string[], route: string): Promise<Response> {
  const owner = owners.find(([path]) => path.test(route))?.[1] ?? 'rex'
  const dialect = shared.test(route) ? callersDialect(request.headers) : owner
  const allow = methods.join(', ')
  const refusal = new RequestRefusal(
    'method_not_allowed',
    `${request.method} is not possible here; ${allow} is`,
    undefined,
    { allow },
  )
  return answer(request, dialect, refusal)
}

function answer(request: Request, dialect: Dialect, refusal: RequestRefusal): Response {
  const requestId = requestIdOf(request.headers, newId)
  return toResponse(replyToError(refusal, profiles[dialect], requestId), requestId)
}
