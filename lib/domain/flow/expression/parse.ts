import { type ASTNode, Environment, ParseError } from '@marcbachmann/cel-js'

export type Node = ASTNode

/** How long and how deep an expression may be. */
const mostCharacters = 4000
const limits = { maxAstNodes: 1000, maxDepth: 100, maxListElements: 500, maxMapEntries: 200, maxCallArguments: 8 }

/** An expression that cannot be worked out for any row. */
export class Flaw extends Error {
  override name = 'Flaw'

  /** @param at where in the expression, counted from 0; null when it is of no one place */
  constructor(
    message: string,
    readonly at: number | null,
  ) {
    super(message)
  }
}

// Only its grammar is used: how an expression is worked out, in bounded time, is our own affair (see compile.ts).
const language = new Environment({ unlistedVariablesAreDyn: true, limits })

/**
 * Reads an expression in CEL (https://cel.dev).
 * @throws Flaw
 */
export function parseExpression(source: string): Node {
  if (source.length > mostCharacters) throw new Flaw(`is longer than ${mostCharacters} characters`, null)
  try {
    return language.parse(source).ast
  } catch (error) {
    if (error instanceof RangeError) throw new Flaw(tooDeep, null)
    if (!(error instanceof ParseError)) throw error
    throw error.code === 'limit_exceeded'
      ? new Flaw(tooDeep, null)
      : new Flaw(plain(error.summary), error.range?.start ?? null)
  }
}

const tooDeep = 'is too long or nested too deeply'

function plain(summary: string): string {
  const words = summary.replace(/\b[A-Z]{2,}\b/g, (token) => tokens[token] ?? token)
  return `${words.slice(0, 1).toLowerCase()}${words.slice(1)}`
}

/** The parser's names, in what people see. */
const tokens: Record<string, string> = {
  ...{ EOF: 'the end', NUMBER: 'a number', STRING: 'a text', BOOLEAN: 'true or false', NULL: 'null' },
  ...{ IDENTIFIER: 'a name', PLUS: "'+'", MINUS: "'-'", MULTIPLY: "'*'", DIVIDE: "'/'", MODULO: "'%'", EQ: "'=='" },
  ...{ NE: "'!='", LT: "'<'", LE: "'<='", GT: "'>'", GE: "'>='", AND: "'&&'", OR: "'||'", NOT: "'!'", IN: "'in'" },
  ...{ LPAREN: "'('", RPAREN: "')'", LBRACKET: "'['", RBRACKET: "']'", LBRACE: "'{'", RBRACE: "'}'", DOT: "'.'" },
  ...{ COMMA: "','", COLON: "':'", QUESTION: "'?'", BYTES: 'bytes' },
}
