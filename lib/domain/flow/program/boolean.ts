import { told, Unfit } from './unfit'

const words = new Map([
  ...['true', 'yes', 'y', 't', '1'].map((word) => [word, true] as const),
  ...['false', 'no', 'n', 'f', '0'].map((word) => [word, false] as const),
])

/** What a text says of something: true or false, yes or no, 1 or 0. Unfit when it says neither. */
export function readBoolean(given: string): boolean {
  const value = given.length <= 10 ? words.get(given.trim().toLowerCase()) : undefined
  if (value === undefined) throw new Unfit(`${told(given)} is neither true nor false`)
  return value
}
