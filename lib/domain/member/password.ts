import { hash, verify } from '@node-rs/argon2'
import { invalid } from '../refusal'

const shortest = 10
const longest = 200

/** Hashes a password with argon2id. Refuses one shorter than 10 or longer than 200 characters. */
export async function hashPassword(password: string): Promise<string> {
  if (password.length < shortest) throw invalid('password', `must have at least ${shortest} characters`)
  if (password.length > longest) throw invalid('password', `must have at most ${longest} characters`)
  return hash(password)
}

let decoy: Promise<string> | undefined

/** Checks a password; with no hash (an unknown e-mail) it takes the same time and says no. */
export async function isPassword(password: string, passwordHash: string | undefined): Promise<boolean> {
  if (password.length > longest) return false
  decoy ??= hash('a password that nobody has')
  const matches = await verify(passwordHash ?? (await decoy), password)
  return matches && passwordHash !== undefined
}
