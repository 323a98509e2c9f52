import { type Edge, type Fits, isWord, PatternFlaw, type Piece, parsePattern } from './parse'

/** Whether a pattern matches anywhere in a text. Says how many steps it took, bit by bit, to one who may stop it. */
export type Pattern = (text: string, spend: (steps: number) => void) => boolean

type Instruction =
  | { does: 'read'; fits: Fits }
  | { does: 'stand'; at: Edge }
  | { does: 'part'; one: number; other: number }
  | { does: 'go'; to: number }
  | { does: 'match' }

const mostInstructions = 3000

/**
 * Makes a regular expression ready, as RE2 does: it goes over the text once, with all that could match at the same
 * time, and so takes as many steps as the text has characters, times the length of the pattern at most. There is no
 * text that makes it slow.
 * @throws PatternFlaw
 */
export function compilePattern(source: string): Pattern {
  const code: Instruction[] = []
  write(parsePattern(source), code)
  code.push({ does: 'match' })
  return (text, spend) => run(code, text, spend)
}

function write(piece: Piece, code: Instruction[]): void {
  if (code.length > mostInstructions) throw new PatternFlaw('repeats too much')
  switch (piece.is) {
    case 'character':
      code.push({ does: 'read', fits: piece.fits })
      return
    case 'edge':
      code.push({ does: 'stand', at: piece.edge })
      return
    case 'sequence':
      for (const each of piece.of) write(each, code)
      return
    case 'choice':
      writeChoice(piece.of, code)
      return
    case 'repeat':
      for (let count = 0; count < piece.least; count++) write(piece.of, code)
      if (piece.most === null) writeLoop(piece.of, code)
      else for (let count = piece.least; count < piece.most; count++) writeOptional(piece.of, code)
  }
}

function writeChoice(of: Piece[], code: Instruction[]): void {
  const leaving: { does: 'go'; to: number }[] = []
  for (const [at, each] of of.entries()) {
    const isLast = at === of.length - 1
    const parting = { does: 'part' as const, one: code.length + 1, other: 0 }
    if (!isLast) code.push(parting)
    write(each, code)
    if (isLast) break
    const go = { does: 'go' as const, to: 0 }
    leaving.push(go)
    code.push(go)
    parting.other = code.length
  }
  for (const go of leaving) go.to = code.length
}

function writeLoop(of: Piece, code: Instruction[]): void {
  const start = code.length
  writeOptional(of, code, { does: 'go', to: start })
}

function writeOptional(of: Piece, code: Instruction[], after?: Instruction): void {
  const parting = { does: 'part' as const, one: code.length + 1, other: 0 }
  code.push(parting)
  write(of, code)
  if (after) code.push(after)
  parting.other = code.length
}

/** No character: before the first and behind the last. */
const none = -1

function run(code: Instruction[], text: string, spend: (steps: number) => void): boolean {
  // When an instruction was last waiting, so that no place in the pattern is taken twice at one place in the text.
  const seen = new Int32Array(code.length).fill(-1)
  const pending: number[] = []
  let waiting: number[] = []
  let before = none
  let round = 0
  for (let at = 0; ; round++) {
    const next = at < text.length ? (text.codePointAt(at) as number) : none
    let steps = 1
    const reading: number[] = []
    pending.push(0)
    for (let turn = waiting.length - 1; turn >= 0; turn--) pending.push(waiting[turn] as number)
    for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
      if (seen[place] === round) continue
      seen[place] = round
      steps++
      const instruction = code[place] as Instruction
      if (instruction.does === 'match') return true
      if (instruction.does === 'read') reading.push(place)
      else if (instruction.does === 'go') pending.push(instruction.to)
      else if (instruction.does === 'part') pending.push(instruction.other, instruction.one)
      else if (stands(instruction.at, before, next)) pending.push(place + 1)
    }
    spend(steps)
    if (next === none) return false
    waiting = reading.filter((place) => (code[place] as { fits: Fits }).fits(next)).map((place) => place + 1)
    before = next
    at += next > 0xffff ? 2 : 1
  }
}

function stands(edge: Edge, before: number, next: number): boolean {
  if (edge === 'start') return before === none
  if (edge === 'end') return next === none
  return (isWord(before) !== isWord(next)) === (edge === 'word')
}
