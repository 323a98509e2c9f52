import { describe, expect, it } from 'vitest'
import { explain, isMissing, isSignedOut, mayHaveHappened } from './refusal-words'

const refusal = (status: number, message: string, missingFields?: string[]) =>
  Object.assign(new Error(message), { status, missingFields })

describe('explain', () => {
  it('says what the server said, and names the fields that it did not', () => {
    expect(explain(refusal(400, "Field 'name' is required"))).toBe("Field 'name' is required.")
    expect(explain(refusal(400, 'This deal needs an amount', ['amount', 'close_date']))).toBe(
      'This deal needs an amount. Missing: close date.',
    )
  })

  it('lists what a stage asks for in everyday words', () => {
    const error = refusal(422, 'Fill owner_id, tags', ['owner_id', 'tags', 'sales_agent'])
    expect(explain(error, 'Offer')).toBe('It needs an owner, tags, and a sales agent before it can enter Offer.')
    expect(explain(refusal(422, 'Fill value', ['amount']), 'Offer')).toBe('It needs a value before it can enter Offer.')
  })

  it('does not show the words of a crash or of a broken wire', () => {
    expect(explain(refusal(500, 'boom'))).toBe('Something went wrong on the server.')
    expect(explain(new TypeError('Failed to fetch'))).toBe('The server could not be reached.')
  })

  it('knows what may have been done although no answer came', () => {
    expect(mayHaveHappened(new TypeError('Failed to fetch'))).toBe(true)
    expect(mayHaveHappened(refusal(503, 'Later'))).toBe(true)
    expect(mayHaveHappened(refusal(422, 'No'))).toBe(false)
  })

  it('knows an ended session', () => {
    const ended = refusal(401, 'Send an API key')
    expect(isSignedOut(ended)).toBe(true)
    expect(explain(ended)).toBe('Your session has ended: sign in again.')
  })

  it('knows what is missing', () => {
    expect(isMissing(refusal(404, 'Pipeline not found'))).toBe(true)
    expect(isMissing(refusal(403, 'Forbidden'))).toBe(false)
  })
})
