import { describe, expect, it } from 'vitest'
import { explain, isMissing } from './refusal-words'

const refusal = (status: number, message: string, missingFields?: string[]) =>
  Object.assign(new Error(message), { status, missingFields })

describe('explain', () => {
  it('says what the server said, and names the fields that it did not', () => {
    expect(explain(refusal(400, "Field 'name' is required"))).toBe("Field 'name' is required.")
    expect(explain(refusal(400, 'This deal needs an amount', ['amount', 'close_date']))).toBe(
      'This deal needs an amount. Missing: close date.',
    )
  })

  it('does not show the words of a crash or of a broken wire', () => {
    expect(explain(refusal(500, 'boom'))).toBe('Something went wrong on the server.')
    expect(explain(new TypeError('Failed to fetch'))).toBe('The server could not be reached.')
  })

  it('knows what is missing', () => {
    expect(isMissing(refusal(404, 'Pipeline not found'))).toBe(true)
    expect(isMissing(refusal(403, 'Forbidden'))).toBe(false)
  })
})
