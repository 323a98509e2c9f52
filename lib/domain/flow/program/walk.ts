import { type Item, type Row, soundRow } from '../row'
import { Effort, Overdone } from './effort'
import type { Io, Outcome, Passed, Reject, Visit } from './program'
import type { Stop } from './route'
import type { Token, Turn } from './step'
import { Unfit } from './unfit'

/**
 * Takes a batch along its way. Where several ways come together rows are in the order in which they were read, and those
 * of one row in the order of edges: so it makes no difference how a source is cut into batches.
 * @param phase where the batch is: a node that has its rows once more keeps apart what it keeps
 * @param observe as Program.process has it
 */
export async function walk(
  stops: Stop[],
  items: Item[],
  io: Io,
  phase: number,
  observe?: (visit: Visit) => void,
): Promise<Outcome> {
  const batch = new Batch(items, io, phase, observe ? [] : null)
  try {
    const outcome = await batch.walk(stops)
    for (const visit of batch.visits ?? []) observe?.(visit)
    return outcome
  } catch (error) {
    if (error instanceof Overdone) return batch.refused(error.message)
    throw error
  }
}

/** How many rows are worked on before the clock is looked at, and for how many milliseconds nobody else is let in. */
const rowsALook = 8
const longestHold = 20

class Batch {
  readonly #passed = new Map<string, Passed[]>()
  readonly #rejects: { at: number; reject: Reject }[] = []
  readonly #effort = new Effort()
  #skipped = 0
  #kept = 0
  #added = 0
  #repeated = 0
  #broken: string | null = null
  #stop: Stop | null = null
  #held = performance.now()

  constructor(
    private readonly items: Item[],
    private readonly io: Io,
    private readonly phase: number,
    /** What each node did; null where nobody asks. */
    readonly visits: Visit[] | null,
  ) {}

  async walk(stops: Stop[]): Promise<Outcome> {
    const left: (Token[] | null)[] = []
    const awaited = stops.map(({ goesTo }) => goesTo)
    for (const stop of stops) {
      this.#stop = stop
      const told = { rejected: this.#rejects.length, skipped: this.#skipped }
      const tokens = stop.from.length === 0 ? this.#read() : united(stop.from.map((at) => left[at] as Token[]))
      // What nobody waits for any more is let go.
      for (const at of stop.from) if (--(awaited[at] as number) === 0) left[at] = null
      const done = await this.#visit(stop, tokens)
      this.#note(stop, stop.from.length === 0 ? this.items.length : tokens.length, done, told)
      left.push(await this.#leave(stop, done))
    }
    return this.#outcome(
      this.#passed,
      this.#rejects.sort((one, other) => one.at - other.at).map(({ reject }) => reject),
    )
  }

  /** The whole batch is rejected, for it would take too much. */
  refused(reason: string): Outcome {
    const nodeId = this.#stop?.nodeId ?? null
    const rejects = this.items.map((item) => ({ number: item.number, nodeId, reason, original: originalOf(item) }))
    this.#skipped = this.#kept = this.#added = this.#repeated = 0
    return this.#outcome(new Map(), rejects)
  }

  #outcome(passed: Outcome['passed'], rejects: Reject[]): Outcome {
    const [skipped, staged, added, repeated] = [this.#skipped, this.#kept, this.#added, this.#repeated]
    return { passed, rejects, skipped, staged, added, repeated, broken: this.#broken }
  }

  #read(): Token[] {
    return this.items.flatMap((item, at) => {
      if ('broken' in item) {
        this.#reject(at, item.number, item.original, item.broken)
        return []
      }
      const row = soundRow(item.row)
      return [{ at, number: item.number, row, original: row }]
    })
  }

  async #visit(stop: Stop, tokens: Token[]): Promise<Token[]> {
    const { step, end } = stop
    const turn = this.#turn(stop)
    if (end === 'kept') {
      if (step && 'keep' in step) this.#kept += await step.keep(tokens, turn)
      return []
    }
    return step === null ? tokens : 'each' in step ? this.#each(tokens, step.each) : step.all(tokens, turn)
  }

  /** Sees rows off that a node is done with; gives those that go on. */
  async #leave({ nodeId, end, goesTo }: Stop, done: Token[]): Promise<Token[]> {
    await this.#pause()
    if (end === null) this.#add(done.length * (goesTo - 1))
    else if (end === 'target')
      this.#passed.set(
        nodeId,
        done.map(({ number, row, original }) => ({ number, row, original })),
      )
    else this.#skip(done.length)
    return end === null ? done : []
  }

  #note({ nodeId, isRepeated }: Stop, taken: number, done: Token[], told: { rejected: number; skipped: number }): void {
    if (!this.visits || isRepeated) return
    const [rejected, skipped] = [this.#rejects.length - told.rejected, this.#skipped - told.skipped]
    this.visits.push({ nodeId, in: taken, rejected, skipped, out: done.map(({ row }) => row) })
  }

  #turn({ nodeId, isRepeated }: Stop): Turn {
    return {
      io: this.io,
      nodeId,
      mark: isRepeated ? `${this.phase}:` : '',
      effort: this.#effort,
      add: (rows) => this.#add(rows),
      stop: (reason) => {
        this.#broken ??= new Unfit(reason).message
      },
      skip: (rows) => this.#skip(rows),
      pause: () => this.#pause(),
      each: async (tokens, work) => {
        const done: { token: Token; result: ReturnType<typeof work> }[] = []
        await this.#through(tokens, (token) => done.push({ token, result: work(token) }))
        return done
      },
    }
  }

  async #each(tokens: Token[], work: (row: Row, effort: Effort) => Row | null): Promise<Token[]> {
    const done: Token[] = []
    await this.#through(tokens, (token) => {
      const row = work(token.row, this.#effort)
      if (row === null) this.#skip(1)
      else done.push(row === token.row ? token : { at: token.at, number: token.number, row, original: token.original })
    })
    return done
  }

  async #through(tokens: readonly Token[], work: (token: Token) => void): Promise<void> {
    for (let from = 0; from < tokens.length; from += rowsALook) {
      const until = Math.min(from + rowsALook, tokens.length)
      for (let at = from; at < until; at++) {
        const token = tokens[at] as Token
        try {
          work(token)
        } catch (error) {
          if (error instanceof Overdone) throw error
          this.#reject(token.at, token.number, token.original, reasonOf(error))
        }
      }
      if (this.#isLong()) await this.#pause()
    }
  }

  #reject(at: number, number: number, original: Row | string, reason: string): void {
    const { nodeId, isRepeated } = this.#stop as Stop
    if (isRepeated) this.#repeated++
    else this.#rejects.push({ at, reject: { number, nodeId, reason, original } })
  }

  #skip(rows: number): void {
    if (this.#stop?.isRepeated) this.#repeated += rows
    else this.#skipped += rows
  }

  #add(rows: number): void {
    this.#added += rows
    this.#effort.added(rows)
  }

  #isLong(): boolean {
    return performance.now() - this.#held >= longestHold
  }

  // A worker does more than one thing at a time: it must go on telling that it lives.
  async #pause(): Promise<void> {
    if (!this.#isLong()) return
    await new Promise((resolve) => setImmediate(resolve))
    this.#held = performance.now()
  }
}

/** One bad row stops no other, be it bad in a way that nobody thought of. */
const reasonOf = (error: unknown): string =>
  error instanceof Unfit ? error.message : new Unfit(`This row cannot be worked on (${error})`).message

const originalOf = (item: Item): Row | string => ('broken' in item ? item.original : soundRow(item.row))

/** Rows of several ways in one order. */
function united(ways: Token[][]): Token[] {
  if (ways.length === 1) return ways[0] as Token[]
  const tokens = ways.flat()
  // Sorting is stable, and so keeps the order of the ways.
  return tokens.sort((one, other) => one.at - other.at)
}
