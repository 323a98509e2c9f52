import fs from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '..')

/** What stands at the top of the house; README draws the same map. */
const topLevel = [
  ...['app', 'bench', 'components', 'e2e', 'lib', 'prisma', 'public', '.ci'],
  ...['README.md', 'LICENSE', 'package.json', 'package-lock.json', 'tsconfig.json', 'biome.json', '.gitignore'],
  ...['next.config.mjs', 'postcss.config.mjs', 'prisma.config.ts', 'vitest.config.mts', 'playwright.config.mts'],
  ...['proxy.ts', '.gitattributes', '.npmrc', '.nvmrc', '.node-version', '.env.example', '.dockerignore', 'Dockerfile'],
]

type Import = { from: string; to: string; typeOnly: boolean }

/** A floor: the files that stand on it, and what they may not import. */
type Floor = { name: string; on: RegExp; never: (to: Import) => boolean }

const vendors = ['kasar', 'rex', 'clarky', 'kaireon']

const below = (...rooms: string[]) => new RegExp(`^(${rooms.join('|')})(/|$)`)
const rooms = (pattern: RegExp) => (found: Import) => pattern.test(found.to)
const atRunTime = (pattern: RegExp) => (found: Import) => !found.typeOnly && pattern.test(found.to)
const nextItself = atRunTime(/^next(\/|$)/)

const floors: Floor[] = [
  {
    name: 'pages and routes reach data through the domain only',
    on: /^app\//,
    never: rooms(below('lib/db', 'lib/jobs', 'lib/cli', 'lib/server', 'pg', '@prisma')),
  },
  {
    name: 'the API runs without Next',
    on: /^(app\/api\/v1\/|lib\/(?!server\/))/,
    never: nextItself,
  },
  {
    name: 'components know contracts as types, and one way to call',
    on: /^components\//,
    never: (found) =>
      rooms(below('app', 'lib/db', 'lib/net', 'lib/domain', 'lib/jobs', 'lib/cli', 'lib/server'))(found) ||
      atRunTime(below('lib/contracts'))(found) ||
      (rooms(below('lib/http'))(found) && !/^lib\/http\/call/.test(found.to)),
  },
  {
    name: 'the door opens onto contracts, domain and transaction',
    on: /^lib\/http\//,
    never: rooms(below('app', 'components', 'lib/jobs', 'lib/cli', 'lib/server', 'react', 'next')),
  },
  {
    name: 'contracts know neither the database nor the door',
    on: /^lib\/contracts\//,
    never: rooms(
      below(
        ...['app', 'components', 'lib/db', 'lib/net', 'lib/http', 'lib/jobs', 'lib/cli', 'lib/server'],
        ...['react', 'next', 'pg'],
      ),
    ),
  },
  ...vendors.map((vendor) => ({
    name: `${vendor} knows no other contract`,
    on: new RegExp(`^lib/contracts/${vendor}/`),
    never: rooms(below(...vendors.filter((other) => other !== vendor).map((other) => `lib/contracts/${other}`))),
  })),
  {
    name: 'the domain stands on the database and the way out',
    on: /^lib\/domain\//,
    never: rooms(
      below(
        ...['app', 'components', 'lib/contracts', 'lib/http', 'lib/jobs', 'lib/cli', 'lib/server'],
        ...['zod', 'react', 'next', 'next-auth', 'pg'],
      ),
    ),
  },
  {
    name: 'jobs and the command line use the domain',
    on: /^lib\/(jobs|cli)\//,
    never: rooms(below('app', 'components', 'lib/contracts', 'lib/http', 'lib/server', 'react', 'next', 'pg')),
  },
  {
    name: 'the database stands on nothing of ours',
    on: /^lib\/db\//,
    never: rooms(below('app', 'components', 'lib/(?!db(/|$))[^/]+', 'zod', 'react', 'next')),
  },
  {
    name: 'the way out stands on nothing of ours',
    on: /^lib\/net\//,
    never: rooms(below('app', 'components', 'lib/(?!net(/|$))[^/]+', 'zod', 'react', 'next', 'pg')),
  },
  {
    name: 'requests leave by lib/net, which checks where they go',
    on: /^(app|components|lib\/(?!net\/))/,
    never: rooms(below('undici')),
  },
  {
    name: 'Prisma is the affair of lib/db',
    on: /^(app|components|e2e|lib\/(?!db\/))/,
    never: rooms(below('@prisma', 'prisma', 'lib/db/generated')),
  },
]

const files = sources()
const product = files.filter((file) => /\.tsx?$/.test(file) && !isForTests(file))
const imports = product.flatMap(importsOf)

describe('the floors', () => {
  test.each(floors)('$name', ({ on, never }) => {
    const broken = imports.filter((found) => on.test(found.from) && never(found))
    expect(broken.map(({ from, to }) => `${from} imports ${to}`)).toEqual([])
  })

  test('the domain speaks the product’s own words; only a key knows which contract it is for', () => {
    const word = new RegExp(`\\b(${vendors.join('|')})\\b`, 'i')
    const speaking = product.filter((file) => below('lib/domain').test(file) && !below('lib/domain/api-key').test(file))
    expect(speaking.filter((file) => word.test(fs.readFileSync(path.join(root, file), 'utf8')))).toEqual([])
  })

  test('see what they are to guard', () => {
    expect(imports.length).toBeGreaterThan(300)
    expect(importsOf('lib/floors.test.ts').map(({ to }) => to)).toContain('typescript')
  })
})

describe('the names', () => {
  const parts = files.filter((file) => !file.startsWith('prisma/migrations/')).flatMap((file) => file.split('/'))

  test('say what is inside', () => {
    const empty = /(^|[-._])(utils?|helpers?|common|misc|managers?|services?)($|[-._])/i
    expect(parts.filter((part) => empty.test(part))).toEqual([])
  })

  test('are in kebab-case', () => {
    const written = files.filter((file) => /\.(tsx?|mts|mjs|css)$/.test(file)).flatMap((file) => file.split('/'))
    const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/
    // Next's own marks: [one_id], [...any], (group), _private.
    const marked = /^\[[\w.]+\]$|^\([a-z-]+\)$|^_?\.?/
    expect(written.filter((part) => !kebab.test(part.replace(marked, '') || 'marked'))).toEqual([])
  })

  test('there are no barrels', () => {
    expect(files.filter((file) => /(^|\/)index\.(tsx?|mts|mjs)$/.test(file))).toEqual([])
  })

  test('the top of the house holds what the map shows', () => {
    const top = new Set(files.map((file) => file.split('/')[0]))
    expect([...top].filter((name) => !topLevel.includes(name ?? ''))).toEqual([])
  })
})

/** Files of the repository: all but what `.gitignore` names. */
function sources(): string[] {
  const ignored = fs.readFileSync(path.join(root, '.gitignore'), 'utf8').split('\n').filter(Boolean)
  const isIgnored = (file: string) =>
    ['.git', ...ignored].some((line) => {
      const name = line.replace(/\/$/, '')
      return name.startsWith('*') ? file.endsWith(name.slice(1)) : `/${file}`.endsWith(`/${name}`)
    })
  const within = (dir: string): string[] =>
    fs.readdirSync(path.join(root, dir), { withFileTypes: true }).flatMap((entry) => {
      const file = path.posix.join(dir, entry.name)
      if (isIgnored(file)) return []
      return entry.isDirectory() ? within(file) : [file]
    })
  return within('')
}

function isForTests(file: string): boolean {
  return /\.(test|fixture)\.tsx?$|\/fixtures\/|^e2e\//.test(file)
}

/** What a file imports: files as their path from the root without ending, packages by name. */
function importsOf(file: string): Import[] {
  const text = fs.readFileSync(path.join(root, file), 'utf8')
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false)
  const found: Import[] = []
  const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (specifier && ts.isStringLiteralLike(specifier)) {
      found.push({ from: file, to: resolved(file, specifier.text), typeOnly })
    }
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeImport(node.importClause))
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly)
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false)
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false
  if (clause.isTypeOnly) return true
  const named = clause.namedBindings
  return !clause.name && !!named && ts.isNamedImports(named) && named.elements.every((element) => element.isTypeOnly)
}

function resolved(file: string, specifier: string): string {
  if (specifier.startsWith('@/')) return specifier.slice(2)
  return specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file), specifier) : specifier
}
