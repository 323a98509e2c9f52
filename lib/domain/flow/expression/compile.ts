import { Unfit } from '../program/unfit'
import { emptyRow } from '../row'
import { type Call, ruleOf, type Surroundings } from './functions'
import { operators } from './operators'
import { Flaw, type Node } from './parse'
import { Site } from './site'
import { Exhausted, Frame, isObject, memberOf, type Value } from './value'

/** An expression, or a part of one, ready to be worked out for row after row. */
export type Code = (frame: Frame) => Value

interface Part {
  code: Code
  /** What it is for every row; undefined when that depends. */
  known?: Value
}

/** What a part stands in. */
interface Scope {
  /** The variables of `all`, `map` and their like, the innermost last. */
  names: readonly string[]
  around: Surroundings
  /** Works out what is the same for every row, as long as that takes few steps. */
  scratch: Frame
}

function scratch(): Frame {
  const frame = new Frame()
  frame.left = 1000
  return frame
}

/**
 * Makes an expression ready. Whatever it is and whatever a row holds, working it out ends within a number of steps: each
 * part counts itself, and functions count the texts and lists that they go through. What is the same for every row is
 * worked out now, and so found wrong now.
 * @throws Flaw
 */
export const compile = (node: Node, around: Surroundings): Code =>
  part(node, { names: [], around, scratch: scratch() }).code

function part(node: Node, scope: Scope): Part {
  switch (node.op) {
    case 'value':
      return literal(node)
    case 'id':
      return named(node.args, scope.names)
    case '.':
      return member(node, node.args[0], node.args[1], scope)
    case '[]':
      return indexed(node, node.args, scope)
    case 'call':
      return call(node, node.args[0], node.args[1], false, scope)
    case 'rcall': {
      const [method, on, given] = node.args
      const macro = macros[method]
      if (macro && Object.hasOwn(macros, method)) return { code: macro(node, on, given, scope) }
      return call(node, method, [on, ...given], true, scope)
    }
    case 'list': {
      const parts = node.args.map((each) => part(each, scope))
      return folded(node, scope, parts, (frame) => {
        frame.spend(1 + parts.length)
        return parts.map(({ code }) => code(frame))
      })
    }
    case 'map':
      return object(node, node.args, scope)
    case '?:':
      return ternary(node, node.args, scope)
    case '&&':
    case '||':
      return logical(node, node.args, node.op === '||', scope)
    case '!_':
      return not(node, node.args, scope)
    case '-_':
      return negative(node, node.args, scope)
    default:
      return binary(node, scope)
  }
}

/** Works out now what no row can change; what is wrong with it is wrong for every row. */
function folded(node: Node, { scratch }: Scope, parts: Part[], code: Code): Part {
  if (parts.some(({ known }) => known === undefined)) return { code }
  try {
    const known = code(scratch)
    return { code: () => known, known }
  } catch (error) {
    if (error instanceof Exhausted) return { code }
    if (error instanceof Unfit) throw new Flaw(error.message, node.start)
    throw error
  }
}

const largest = 2n ** 63n - 1n

function literal(node: Extract<Node, { op: 'value' }>): Part {
  const known = node.args
  if (typeof known === 'object' && known !== null)
    throw new Flaw('bytes and unsigned numbers are not known here', node.start)
  if (typeof known === 'bigint' && known > largest) throw new Flaw('the number is too large', node.start)
  return { code: () => known, known }
}

function named(name: string, names: readonly string[]): Part {
  const at = names.lastIndexOf(name)
  if (at >= 0) return { code: (frame) => frame.locals[at] as Value }
  if (name === 'row') return { code: (frame) => frame.row }
  return { code: (frame) => frame.row[name] ?? null }
}

function member(node: Node, of: Node, name: string, scope: Scope): Part {
  const site = new Site(node, [of])
  const inner = part(of, scope)
  return folded(node, scope, [inner], (frame) => {
    frame.spend(1)
    const value = inner.code(frame)
    if (isObject(value)) return memberOf(value, name)
    return value === null ? null : site.misfit(0, value, 'an object')
  })
}

function indexed(node: Node, operands: [Node, Node], scope: Scope): Part {
  const site = new Site(node, operands)
  const [of, by] = [part(operands[0], scope), part(operands[1], scope)]
  return folded(node, scope, [of, by], (frame) => {
    frame.spend(1)
    const value = of.code(frame)
    const key = by.code(frame)
    if (Array.isArray(value)) return value[site.number([null, key], 1)] ?? null
    if (isObject(value)) return memberOf(value, site.text([null, key], 1))
    return value === null ? null : site.misfit(0, value, 'a list or an object')
  })
}

function call(node: Node, name: string, operands: Node[], isMethod: boolean, scope: Scope): Part {
  if (name === 'has' && !isMethod) return has(node, operands, scope)
  if (name === 'bind' && isMethod) throw new Flaw("'cel.bind' is not known here", node.start)
  const rule = ruleOf(name, isMethod, operands.length, node.start)
  const parts = operands.map((each) => part(each, scope))
  const known = parts.map((each) => each.known)
  const work: Call = rule.make(new Site(node, operands), known, scope.around)
  return folded(node, scope, parts, (frame) => {
    frame.spend(1)
    const values = parts.map(({ code }) => code(frame))
    return rule.passesNull && values[0] === null ? null : work(values, frame)
  })
}

function has(node: Node, [asked, ...more]: Node[], scope: Scope): Part {
  if (asked?.op !== '.' || more.length > 0)
    throw new Flaw("'has' takes one field of something, as in has(row.email)", node.start)
  const [of, name] = asked.args
  const { code } = part(of, scope)
  return {
    code: (frame) => {
      frame.spend(1)
      const value = code(frame)
      return isObject(value) && Object.hasOwn(value, name)
    },
  }
}

function object(node: Node, entries: [Node, Node][], scope: Scope): Part {
  const site = new Site(
    node,
    entries.map(([key]) => key),
  )
  const keys = entries.map(([key]) => part(key, scope))
  const values = entries.map(([, value]) => part(value, scope))
  return folded(node, scope, [...keys, ...values], (frame) => {
    frame.spend(1 + keys.length)
    const made: { [name: string]: Value } = emptyRow() as { [name: string]: never }
    const found = keys.map(({ code }) => code(frame))
    for (const [at, { code }] of values.entries()) made[site.text(found, at)] = code(frame)
    return made
  })
}

function ternary(node: Node, operands: [Node, Node, Node], scope: Scope): Part {
  const site = new Site(node, operands)
  const [condition, yes, no] = operands.map((each) => part(each, scope)) as [Part, Part, Part]
  return folded(node, scope, [condition, yes, no], (frame) => {
    frame.spend(1)
    const holds = condition.code(frame)
    return typeof holds === 'boolean' ? (holds ? yes : no).code(frame) : site.misfit(0, holds, 'true or false')
  })
}

/** `&&` and `||`: what one side decides, the other cannot spoil by failing. */
function logical(node: Node, operands: [Node, Node], deciding: boolean, scope: Scope): Part {
  const site = new Site(node, operands)
  const [left, right] = operands.map((each) => part(each, scope)) as [Part, Part]
  const said = (at: 0 | 1, frame: Frame): boolean => {
    const value = (at === 0 ? left : right).code(frame)
    return typeof value === 'boolean' ? value : site.misfit(at, value, 'true or false')
  }
  return folded(node, scope, [left, right], (frame) => {
    frame.spend(1)
    let failure: Unfit | null = null
    try {
      if (said(0, frame) === deciding) return deciding
    } catch (error) {
      if (!(error instanceof Unfit) || error instanceof Exhausted) throw error
      failure = error
    }
    const right = said(1, frame)
    if (failure && right !== deciding) throw failure
    return right
  })
}

function not(node: Node, operand: Node, scope: Scope): Part {
  const site = new Site(node, [operand])
  const inner = part(operand, scope)
  return folded(node, scope, [inner], (frame) => {
    frame.spend(1)
    const value = inner.code(frame)
    return typeof value === 'boolean' ? !value : site.misfit(0, value, 'true or false')
  })
}

function negative(node: Node, operand: Node, scope: Scope): Part {
  const site = new Site(node, [operand])
  const inner = part(operand, scope)
  return folded(node, scope, [inner], (frame) => {
    frame.spend(1)
    const value = inner.code(frame)
    return typeof value === 'bigint' ? -value : -site.number([value], 0)
  })
}

function binary(node: Node, scope: Scope): Part {
  const work = operators[node.op]
  if (!work) throw new Flaw(`'${node.op}' is not known here`, node.start)
  const operands = node.args as [Node, Node]
  const site = new Site(node, operands)
  const [left, right] = operands.map((each) => part(each, scope)) as [Part, Part]
  return folded(node, scope, [left, right], (frame) => {
    frame.spend(1)
    return work(left.code(frame), right.code(frame), site, frame)
  })
}

type Macro = (node: Node, on: Node, given: Node[], scope: Scope) => Code

/** What goes through a list. `each` takes what the part says of an item, and gives the end of it all or undefined. */
const through =
  (
    name: string,
    counts: number[],
    goThrough: (items: Value[], say: (at: number, item: Value) => Value, site: Site, frame: Frame) => Value,
  ): Macro =>
  (node, on, given, scope) => {
    const [variable, ...bodies] = given
    if (!counts.includes(given.length) || variable?.op !== 'id') {
      throw new Flaw(`'${name}' takes a variable and what to do with it, as in items.${name}(item, …)`, node.start)
    }
    const list = part(on, scope)
    const inner = bodies.map((body) => part(body, { ...scope, names: [...scope.names, variable.args] }))
    const site = new Site(node, [on, ...bodies])
    return (frame) => {
      frame.spend(1)
      const items = itemsOf(list.code(frame), site, frame)
      const say = (at: number, item: Value): Value => {
        frame.spend(1)
        frame.locals[scope.names.length] = item
        return (inner[at] as Part).code(frame)
      }
      return goThrough(items, say, site, frame)
    }
  }

function itemsOf(value: Value, site: Site, frame: Frame): Value[] {
  if (Array.isArray(value)) return value
  if (!isObject(value)) return site.misfit(0, value, 'a list')
  const names = Object.keys(value)
  frame.spend(names.length)
  return names
}

const decided = (value: Value, site: Site): boolean =>
  typeof value === 'boolean' ? value : site.misfit(1, value, 'true or false')

/** `all` and `exists`: an item that decides it counts, though others fail. */
const quantifier = (name: string, deciding: boolean): Macro =>
  through(name, [2], (items, say, site) => {
    let failure: Unfit | null = null
    for (const item of items) {
      try {
        if (decided(say(0, item), site) === deciding) return deciding
      } catch (error) {
        if (!(error instanceof Unfit) || error instanceof Exhausted) throw error
        failure ??= error
      }
    }
    if (failure) throw failure
    return !deciding
  })

const macros: Record<string, Macro> = {
  all: quantifier('all', false),
  exists: quantifier('exists', true),
  exists_one: through(
    'exists_one',
    [2],
    (items, say, site) => items.filter((item) => decided(say(0, item), site)).length === 1,
  ),
  filter: through('filter', [2], (items, say, site) => items.filter((item) => decided(say(0, item), site))),
  map: through('map', [2, 3], (items, say, site) =>
    items.flatMap((item) =>
      site.operands.length === 3 && !decided(say(0, item), site) ? [] : [say(site.operands.length - 2, item)],
    ),
  ),
}
