/** What a pattern asks of a text, piece by piece. */
export type Piece =
  | { is: 'character'; fits: Fits }
  | { is: 'edge'; edge: Edge }
  | { is: 'sequence'; of: Piece[] }
  | { is: 'choice'; of: Piece[] }
  /** At least and at most so often; null: however often. */
  | { is: 'repeat'; of: Piece; least: number; most: number | null }

/** Where nothing is read: the ends of the text, where a word begins or ends, and where none does. */
export type Edge = 'start' | 'end' | 'word' | 'within'

/** Whether a character (by its code point) will do. */
export type Fits = (character: number) => boolean

/** A pattern that cannot be used. The message completes "The pattern …". */
export class PatternFlaw extends Error {
  override name = 'PatternFlaw'
}

const longestPattern = 1000
const mostRepeats = 1000
const mostMembers = 100

/**
 * Reads a regular expression as RE2 has it: all that can be matched in one pass over the text. What only going back
 * could match (back-references, looking ahead and behind) is refused.
 */
export function parsePattern(source: string): Piece {
  const characters = [...source]
  if (characters.length > longestPattern) throw new PatternFlaw(`is longer than ${longestPattern} characters`)
  const reader = new Reader(characters)
  const piece = reader.choice()
  if (reader.peek() !== undefined) throw new PatternFlaw("has a ')' too many")
  return piece
}

const special = new Set('\\^$.|?*+()[{')

class Reader {
  #at = 0
  #anyCase = false

  constructor(private readonly characters: string[]) {
    if (this.#take('(?i)')) this.#anyCase = true
  }

  peek(): string | undefined {
    return this.characters[this.#at]
  }

  choice(): Piece {
    const of = [this.#sequence()]
    while (this.#take('|')) of.push(this.#sequence())
    return of.length === 1 ? (of[0] as Piece) : { is: 'choice', of }
  }

  #sequence(): Piece {
    const of: Piece[] = []
    for (let next = this.peek(); next !== undefined && next !== '|' && next !== ')'; next = this.peek()) {
      of.push(this.#repeated())
    }
    return { is: 'sequence', of }
  }

  #repeated(): Piece {
    const of = this.#one()
    const times = this.#times()
    if (!times) return of
    // How many it takes first makes no difference to whether it matches.
    this.#take('?')
    if (this.#times()) throw new PatternFlaw('repeats what is repeated: put it in brackets')
    return { is: 'repeat', of, ...times }
  }

  #times(): { least: number; most: number | null } | null {
    if (this.#take('*')) return { least: 0, most: null }
    if (this.#take('+')) return { least: 1, most: null }
    if (this.#take('?')) return { least: 0, most: 1 }
    const found = /^\{(\d+)(,(\d*))?\}/.exec(this.#rest(12))
    if (!found) return null
    this.#at += found[0].length
    const least = Number(found[1])
    const most = found[2] === undefined ? least : found[3] ? Number(found[3]) : null
    if (least > mostRepeats || (most ?? 0) > mostRepeats)
      throw new PatternFlaw(`repeats more than ${mostRepeats} times`)
    if (most !== null && most < least) throw new PatternFlaw(`cannot repeat ${found[0]} times`)
    return { least, most }
  }

  #one(): Piece {
    const next = this.peek() as string
    if (next === '(') return this.#group()
    this.#at++
    if (next === '^') return { is: 'edge', edge: 'start' }
    if (next === '$') return { is: 'edge', edge: 'end' }
    if (next === '.') return { is: 'character', fits: (given) => !lineEnds.has(given) }
    if (next === '[') return this.#character(this.#set())
    if (next === '\\') return this.#escaped()
    if (special.has(next) && next !== '{') throw new PatternFlaw(`has a '${next}' with nothing before it`)
    return this.#character(only(next))
  }

  #character(fits: Fits): Piece {
    if (!this.#anyCase) return { is: 'character', fits }
    return { is: 'character', fits: (given) => fits(given) || casesOf(given).some(fits) }
  }

  #group(): Piece {
    if (/^\(\?<?[=!]/.test(this.#rest(4))) throw new PatternFlaw('looks ahead or behind, which is not possible here')
    const opening = /^\((\?:|\?P?<\w{1,50}>)?(?!\?)/.exec(this.#rest(60))
    if (!opening) throw new PatternFlaw('has a kind of group that is not possible here')
    this.#at += opening[0].length
    const piece = this.choice()
    if (!this.#take(')')) throw new PatternFlaw("has a '(' that is not closed")
    return piece
  }

  #escaped(): Piece {
    const next = this.peek()
    if (next === 'b' || next === 'B') {
      this.#at++
      return { is: 'edge', edge: next === 'b' ? 'word' : 'within' }
    }
    return this.#character(this.#class() ?? only(this.#literal()))
  }

  /** `d` and its like, behind a backslash. */
  #class(): Fits | null {
    const next = this.peek() ?? ''
    if (next === 'p' || next === 'P') return this.#property()
    const found = classes[next.toLowerCase()]
    if (!found || !/[dsw]/i.test(next)) return null
    this.#at++
    return next === next.toLowerCase() ? found : (given) => !found(given)
  }

  #property(): Fits {
    const [whole, kind] = /^[pP]\{\^?[\w=]{1,40}\}/.exec(this.#rest(46)) ?? []
    if (!whole || kind) throw new PatternFlaw('has a \\p without a property: write it as \\p{L}')
    try {
      const one = new RegExp(`^\\${whole}$`, 'u')
      this.#at += whole.length
      return (given) => one.test(String.fromCodePoint(given))
    } catch {
      throw new PatternFlaw(`has an unknown property \\${whole}`)
    }
  }

  /** One character, behind a backslash. */
  #literal(): string {
    const next = this.peek()
    if (next === undefined) throw new PatternFlaw('ends with a backslash')
    const code = /^(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|[xu]\{([0-9a-fA-F]{1,6})\})/.exec(this.#rest(10))
    if (code) {
      this.#at += code[0].length
      const point = Number.parseInt(code[1] ?? code[2] ?? code[3] ?? '', 16)
      if (point > 0x10ffff) throw new PatternFlaw(`has an unknown character \\${code[0]}`)
      return String.fromCodePoint(point)
    }
    this.#at++
    if (/[1-9]/.test(next)) throw new PatternFlaw('refers back to a group, which is not possible here')
    if (next in controls) return controls[next] as string
    if (/[\p{L}\p{N}]/u.test(next)) throw new PatternFlaw(`has an unknown \\${next}`)
    return next
  }

  /** What stands between square brackets. */
  #set(): Fits {
    const not = this.#take('^')
    const of: Fits[] = []
    while (!this.#take(']')) {
      if (this.peek() === undefined) throw new PatternFlaw("has a '[' that is not closed")
      if (/^\[[:=.]/.test(this.#rest(2))) throw new PatternFlaw('has a named set, which is not possible here')
      of.push(this.#member())
    }
    if (of.length === 0) throw new PatternFlaw('has a set of nothing')
    if (of.length > mostMembers) throw new PatternFlaw(`has a set of more than ${mostMembers} characters and ranges`)
    return (given) => of.some((fits) => fits(given)) !== not
  }

  #member(): Fits {
    const from = this.#memberCharacter()
    if (typeof from !== 'string') return from
    if (this.peek() !== '-' || this.characters[this.#at + 1] === ']') return only(from)
    this.#at++
    const to = this.#memberCharacter()
    const [least, most] = [pointOf(from), typeof to === 'string' ? pointOf(to) : -1]
    if (most < least) throw new PatternFlaw(`has a range from '${from}' that ends before it begins`)
    return (given) => given >= least && given <= most
  }

  #memberCharacter(): Fits | string {
    const next = this.peek()
    if (next === undefined) throw new PatternFlaw("has a '[' that is not closed")
    this.#at++
    if (next !== '\\') return next
    if (this.#take('b')) return '\b'
    return this.#class() ?? this.#literal()
  }

  #take(expected: string): boolean {
    const found = this.#rest(expected.length) === expected
    if (found) this.#at += expected.length
    return found
  }

  #rest(length: number): string {
    return this.characters.slice(this.#at, this.#at + length).join('')
  }
}

const pointOf = (character: string): number => character.codePointAt(0) as number
const lineEnds = new Set([0x0a, 0x0d, 0x2028, 0x2029])
const controls: Record<string, string> = Object.assign(Object.create(null), {
  ...{ n: '\n', r: '\r', t: '\t', f: '\f', v: '\v', a: '\x07', 0: '\0' },
})

function only(character: string): Fits {
  const point = pointOf(character)
  return (given) => given === point
}

export const isWord: Fits = (given) =>
  (given >= 97 && given <= 122) || (given >= 65 && given <= 90) || (given >= 48 && given <= 57) || given === 95

const classes: Record<string, Fits> = {
  d: (given) => given >= 48 && given <= 57,
  s: (given) => /\s/u.test(String.fromCodePoint(given)),
  w: isWord,
}

function casesOf(given: number): number[] {
  const character = String.fromCodePoint(given)
  return [character.toLowerCase(), character.toUpperCase()].filter((each) => [...each].length === 1).map(pointOf)
}
