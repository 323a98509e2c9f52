import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

export const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
export type Method = (typeof methods)[number]
export type Handler = ((request: Request) => Promise<Response> | Response) & {
  /** What it says of itself: a body that is a file takes its time. */
  contract?: { file: object | null }
}

export type Route = {
  /** Its path below the root as its folders spell it: `/pipelines/[id]/stages`. */
  path: string
  handlers: Partial<Record<Method, Handler>>
}

export type RouteTree = {
  route?: Route
  named: Map<string, RouteTree>
  /** The folder in brackets, which takes any one segment that no named folder took. */
  any?: { folder: string; tree: RouteTree }
}

/**
 * Imports every `route.ts` below a folder.
 * @throws Error for folders that Next reads otherwise than we do: catch-alls, and two names for one place
 */
export async function loadRoutes(root: string): Promise<RouteTree> {
  const tree: RouteTree = { named: new Map() }
  for (const name of routeFiles(root)) {
    const folders = path.dirname(name).split(path.sep)
    const segments = folders[0] === '.' ? [] : folders
    const module: Partial<Record<string, Handler>> = await import(
      /* @vite-ignore */ pathToFileURL(path.join(root, name)).href
    )
    const exported = methods.filter((method) => typeof module[method] === 'function')
    place(tree, segments).route = {
      path: `/${segments.join('/')}`,
      handlers: Object.fromEntries(exported.map((method) => [method, module[method]])),
    }
  }
  return tree
}

/** The route of a path given as its undecoded segments; a named folder goes before one in brackets. */
export function findRoute(tree: RouteTree, segments: string[], at = 0): Route | undefined {
  const segment = segments[at]
  if (segment === undefined) return tree.route
  const named = tree.named.get(segment)
  const found = named && findRoute(named, segments, at + 1)
  if (found || segment === '' || !tree.any) return found
  return findRoute(tree.any.tree, segments, at + 1)
}

function routeFiles(root: string): string[] {
  return fs
    .readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => path.basename(name) === 'route.ts')
    .sort()
}

function place(tree: RouteTree, segments: string[]): RouteTree {
  let here = tree
  for (const folder of segments) {
    if (/^\[\[?\.\.\.|^\(/.test(folder)) throw new Error(`The API's routes know no folder like ${folder}`)
    here = folder.startsWith('[') ? placeAny(here, folder) : placeNamed(here, folder)
  }
  return here
}

function placeNamed(tree: RouteTree, folder: string): RouteTree {
  const known = tree.named.get(folder)
  if (known) return known
  const made: RouteTree = { named: new Map() }
  tree.named.set(folder, made)
  return made
}

function placeAny(tree: RouteTree, folder: string): RouteTree {
  tree.any ??= { folder, tree: { named: new Map() } }
  if (tree.any.folder !== folder) throw new Error(`Two names for one place: ${tree.any.folder} and ${folder}`)
  return tree.any.tree
}
