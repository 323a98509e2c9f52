/** Where the API lives. */
export const root = '/api/v1'

/**
 * The parameters of a path by its template, in a contract's own names: `/pipelines/{id}/stages/{stage_id}`.
 * Null when the path is another one. Throws URIError for malformed percent-encoding.
 */
export function paramsOf(template: string, pathname: string): Record<string, string> | null {
  const wanted = template.split('/')
  const given = pathname.slice(root.length).split('/')
  if (wanted.length !== given.length) return null
  const params: Record<string, string> = {}
  for (const [at, segment] of wanted.entries()) {
    const actual = given[at] as string
    if (segment.startsWith('{')) params[segment.slice(1, -1)] = decodeURIComponent(actual)
    else if (segment !== actual) return null
  }
  return params
}

/** Fills a template with parameters, percent-encoded. */
export const fillPath = (template: string, params: Record<string, string>): string =>
  root + template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))

/** The names of a template's parameters, as a type. */
export type ParamNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamNames<Rest>
  : never
