import type { z } from 'zod'
import type { HttpRefusalKind } from '@/lib/contracts/contract'
import { RequestRefusal } from './request-refusal'

type Part = 'body' | 'query'

/** Turns the first thing that zod found wrong into a refusal that names the field in the contract's own spelling. */
export function refusalOf(error: z.core.$ZodError, part: Part): RequestRefusal {
  const issue = innermost(error.issues[0])
  const noun = part === 'body' ? 'Field' : 'Parameter'
  if (issue?.code === 'unrecognized_keys') {
    const field = [...issue.path, issue.keys[0]].join('.')
    const kind: HttpRefusalKind = part === 'body' ? 'invalid' : 'unknown_parameter'
    return new RequestRefusal(kind, `${noun} '${field}' is not known here`, field)
  }
  const field = issue?.path.join('.') ?? ''
  if (field === '') return new RequestRefusal('invalid', 'The body must be a JSON object')
  return new RequestRefusal('invalid', `${noun} '${field}' ${problem(issue)}`, field)
}

// Of a union that nothing matched, the branch that got furthest tells the caller most.
function innermost(issue: z.core.$ZodIssue | undefined): z.core.$ZodIssue | undefined {
  if (issue?.code !== 'invalid_union') return issue
  const branches = issue.errors.flatMap((branch) => (branch[0] ? [branch[0]] : []))
  const furthest = branches.sort((a, b) => b.path.length - a.path.length)[0]
  return furthest ? innermost({ ...furthest, path: [...issue.path, ...furthest.path] }) : issue
}

function problem(issue: z.core.$ZodIssue | undefined): string {
  switch (issue?.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is required' : `must be ${kinds[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return `must be one of: ${issue.values.join(', ')}`
    case 'too_small':
      if (issue.origin === 'string')
        return issue.minimum === 1 ? 'must not be empty' : `must have at least ${issue.minimum} characters`
      return issue.origin === 'array'
        ? `must have at least ${issue.minimum} items`
        : `must be at least ${issue.minimum}`
    case 'too_big':
      if (issue.origin === 'string') return `must have at most ${issue.maximum} characters`
      return issue.origin === 'array' ? `must have at most ${issue.maximum} items` : `must be at most ${issue.maximum}`
    case 'invalid_format':
      return formats[issue.format] ?? 'has the wrong format'
    case 'custom':
      return issue.message
    default:
      return 'is not valid'
  }
}

const kinds: Record<string, string> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
}

const formats: Record<string, string> = {
  uuid: 'must be an id',
  datetime: 'must be an ISO 8601 date and time',
  date: 'must be a date as YYYY-MM-DD',
  safeint: 'must be a whole number',
}
