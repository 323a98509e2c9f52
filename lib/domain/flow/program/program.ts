import type { Config } from '../../connector/settings'
import type { Cell, Item, Row } from '../row'

/** A row, or what was to be one, that could not go on. */
export interface Reject {
  number: number
  /** Where it failed; null in a flow without nodes. */
  nodeId: string | null
  /** A sentence for people, without a full stop; nothing in it that a database would not keep. */
  reason: string
  /** The row as it was read; the text of what was none. */
  original: Row | string
}

/** A row that arrived. Rows are shared between the ways that they went, and so never changed in place. */
export interface Passed {
  number: number
  row: Row
  /** The row as it was read, for rejects further down. */
  original: Row
}

/**
 * What became of a batch. Always: items + added = passed + rejects + skipped + staged + repeated; where no way parts
 * and nothing is joined: items = passed + rejects + skipped.
 */
export interface Outcome {
  /** By target, in the order in which they came; of one row that came several ways, in the order of edges. */
  passed: Map<string, Passed[]>
  /** In the order of their rows. */
  rejects: Reject[]
  /** Rows that left quietly: filtered out, duplicates, without a match in an inner join, or where no edge goes on. */
  skipped: number
  /** Rows kept as the right side of a join. */
  staged: number
  /** Rows there are more than were read: copies where ways part, and further matches of a join. */
  added: number
  /** Rows of a source read again for a later phase, that were rejected or skipped in an earlier one and told there. */
  repeated: number
  /** Why the run must end here: its rows are not what they must be together. Null where nothing stands against it. */
  broken: string | null
}

/** Judges by what is known of all rows of a run in its end; gives why it has failed, or null. */
export type Verdict = (rows: { read: number; rejected: number }) => string | null

/** What a batch did at one node. */
export interface Visit {
  nodeId: string
  /** How many rows came, those from the right of a join too. */
  in: number
  rejected: number
  /** How many left quietly. */
  skipped: number
  /** The rows that left for the next nodes, or arrived. */
  out: readonly Row[]
}

/** What nodes need from outside the batch; all inside the batch's transaction, so that a batch done again finds what it found. */
export interface Io {
  /** deduplicate: which of these keys, all different, were not seen before in this run by this node; they are now. */
  claim(nodeId: string, keys: string[]): Promise<boolean[]>
  /** join: keeps rows of the right side. */
  stage(nodeId: string, entries: { key: string; row: Row }[]): Promise<void>
  /** join: the rows kept under these keys, in the order in which they were; all keys differ. */
  staged(nodeId: string, keys: string[]): Promise<Map<string, Row[]>>
  /** enrich: records of an object (by its id) whose fields equal these values (one list a row), null where none; of several the oldest. */
  lookUp(object: string, fields: string[], values: Cell[][]): Promise<(Row | null)[]>
}

/** A source to be read whole. */
export interface SourceRead {
  nodeId: string
  connectorId: string
  config: Config
}

/** Where rows arrive, and how they are to become records. */
export interface Target {
  nodeId: string
  /** The object's id. */
  object: string
  mode: TargetMode
  /** Fields of the object whose values find the record; none to append. */
  keys: string[]
}

export const targetModes = ['append', 'upsert', 'update'] as const
export type TargetMode = (typeof targetModes)[number]

/** A flow ready to run. */
export interface Program {
  /**
   * The sources in the order in which they must be read whole: right sides of joins first. Sources of one phase may be
   * read together. One that feeds both sides of a join is in two phases, and read in each.
   */
  phases: SourceRead[][]
  targets: Target[]
  verdict: Verdict
  /**
   * Takes a batch of one source through the graph. Never throws but for what `io` throws; gives the same however
   * a source is cut into batches.
   * @param phase the index in `phases` under which the source is being read
   * @param observe is told what became of the batch at each node, but for what an earlier phase told; nothing of one
   * that is rejected whole
   */
  process(
    sourceNodeId: string,
    items: Item[],
    io: Io,
    phase: number,
    observe?: (visit: Visit) => void,
  ): Promise<Outcome>
}

/** The source and the target of a flow without nodes. */
export const unnamed = { source: 'source', target: 'target' } as const
