import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { database } from '@/lib/db/client'
import { Refusal } from '../refusal'
import { isPassword } from './password'

export interface SignInUser {
  id: string
  email: string
  name: string
  /** Sessions carry it; see sessionEpoch. */
  epoch: number
}

/** Too many attempts: nothing was checked. */
export class TooManyAttempts extends Refusal {
  constructor(readonly seconds: number) {
    super('forbidden', `Too many attempts; try again in ${Math.ceil(seconds / 60)} minutes`)
  }
}

const window = 15 * 60
const perEmail = 10
const perAddress = 100

function limiter(keyPrefix: string, points: number): RateLimiterPostgres {
  return new RateLimiterPostgres({
    storeClient: database().pool,
    tableName: 'RateLimit',
    tableCreated: true,
    keyPrefix,
    points,
    duration: window,
    clearExpiredByTimeout: false,
  })
}

/**
 * Checks an e-mail and password. Null when they do not fit, with the same answer and in the same time whether or not
 * the e-mail is known. Refuses after 10 attempts at one e-mail or 100 from one address in a quarter of an hour,
 * counted over all processes; a success clears the count of its e-mail, and is not counted for its address, which many
 * people may share.
 */
export async function signIn(email: string, password: string, address: string): Promise<SignInUser | null> {
  const key = email.trim().toLowerCase().slice(0, 254)
  const byEmail = limiter('sign-in-email', perEmail)
  await spend(byEmail, key)
  const byAddress = limiter('sign-in-address', perAddress)
  await spend(byAddress, address)
  const user = await database().prisma.user.findUnique({ where: { email: key } })
  if (!(await isPassword(password, user?.passwordHash)) || !user) return null
  await byEmail.delete(key)
  await byAddress.reward(address, 1)
  return { id: user.id, email: user.email, name: user.name, epoch: user.sessionEpoch }
}

async function spend(limit: RateLimiterPostgres, key: string): Promise<void> {
  try {
    await limit.consume(key)
  } catch (spent) {
    if (spent instanceof RateLimiterRes) throw new TooManyAttempts(spent.msBeforeNext / 1000)
    throw spent
  }
}
