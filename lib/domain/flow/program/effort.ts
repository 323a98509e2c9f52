/** What one batch may cost, so that no flow can hold up or fill a worker that others use too. */
export const mostEffort = {
  /** Steps of expressions and patterns; a processor takes some 50 million a second. */
  steps: 200_000_000,
  /** Characters of texts that were put together, all of which are in memory at once. */
  text: 250_000_000,
  /** Rows there are more than were read. */
  rows: 500_000,
} as const

/** A batch costs too much. The reason completes a sentence for people. */
export class Overdone extends Error {
  override name = 'Overdone'
}

/** What a batch has cost so far. Each count throws Overdone when it is too much. */
export class Effort {
  #steps = 0
  #text = 0
  #rows = 0

  worked(steps: number): void {
    this.#steps += steps
    if (this.#steps > mostEffort.steps) throw new Overdone('The expressions take too long for so many rows')
  }

  wrote(characters: number): void {
    this.#text += characters
    if (this.#text > mostEffort.text) throw new Overdone('The texts that are put together are too long in all')
  }

  added(rows: number): void {
    this.#rows += rows
    if (this.#rows > mostEffort.rows) throw new Overdone('The rows become too many where they are joined or copied')
  }
}
