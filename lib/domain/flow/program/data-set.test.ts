import { describe, expect, it } from 'vitest'
import { compileFlow } from './compile'
import { arrived, chainOf, context, type Fields, run } from './flow.fixture'

const flowOf = (dataset: unknown) =>
  chainOf(['validate', { rules: [{ field: 'name', required: true }], dataset: dataset as [] }])
const people = (...emails: (string | null)[]): Fields[] => emails.map((email, at) => ({ name: `n${at}`, email }))

describe('rules about all rows', () => {
  it.each([1, 2, 1000])('stop a run where two rows of it have the same values, in batches of %i', async (size) => {
    const flow = flowOf([{ unique: ['email'] }])
    const twice = await run(flow, { in: people('a@x', 'b@x', null, null, 'a@x', 'b@x') }, { size })
    expect(twice.broken).toBe("Row 5 is the second one with email 'a@x'")
    const once = await run(flow, { in: people('a@x', 'b@x', null, null, '', '') }, { size })
    expect([once.broken, arrived(once).length]).toEqual([null, 6])
  })

  it('are about the rows that pass, and say what they were told to say', async () => {
    const flow = flowOf([{ unique: ['email', 'name'], message: 'Clean the list first' }])
    const rows = [
      { name: '', email: 'a@x' },
      { name: '', email: 'a@x' },
      { name: 'Ann', email: 'a@x' },
      { name: 'Bob', email: 'a@x' },
    ]
    const outcome = await run(flow, { in: rows })
    expect([outcome.broken, outcome.rejects.length, arrived(outcome).length]).toEqual([null, 2, 2])
    expect((await run(flow, { in: [...rows, { name: 'Ann', email: 'a@x' }] })).broken).toBe('Clean the list first')
  })

  it('judge in the end how many rows there were, and how many of them were rejected', () => {
    const { verdict } = compileFlow(flowOf([{ minRows: 10 }, { maxRejected: 0.1 }]), context)
    expect(verdict({ read: 10, rejected: 1 })).toBeNull()
    expect(verdict({ read: 9, rejected: 0 })).toBe('There were 9 rows, and must be at least 10')
    expect(verdict({ read: 10, rejected: 2 })).toBe('2 of 10 rows were rejected, and that is too many')
    expect(compileFlow(chainOf(), context).verdict({ read: 0, rejected: 0 })).toBeNull()
    const none = compileFlow(flowOf([{ maxRejected: 0, message: 'No' }]), context).verdict
    expect([none({ read: 0, rejected: 0 }), none({ read: 100, rejected: 1 })]).toEqual([null, 'No'])
  })

  it.each([
    [7, "Setting 'dataset' must be a list of at most 20 rules"],
    [[7], `Setting 'dataset'[0] must be a rule, such as {"unique": ["email"]}`],
    [[{ unique: 'email' }], "Setting 'dataset'[0] must have a list of fields as 'unique'"],
    [[{ minRows: '1' }], "Setting 'dataset'[0] must have a number of rows as 'minRows'"],
    [[{ maxRejected: 5 }], "Setting 'dataset'[0] must have a share from 0 to 1 as 'maxRejected'"],
    [[{ uniq: ['a'] }], "Setting 'dataset'[0] has no rule 'uniq', but: unique, minRows, maxRejected, message"],
  ])('that are none are an error: %j', (dataset, message) => {
    expect(() => compileFlow(flowOf(dataset), context)).toThrow(message)
  })
})
