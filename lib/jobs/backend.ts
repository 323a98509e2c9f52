import { type BackendFactory, createPostgresBackend, createRedisBackend, type QueueOptions } from 'bullmq'
import { Redis } from 'ioredis'
import { databaseName } from '@/lib/db/migrate'
import { errorCode, Obstacle } from '@/lib/db/obstacle'

/** Where the queue is kept: in the database itself, or in Redis where the installation has one. */
export interface Backend {
  /** For a queue and for a worker alike. */
  options: Pick<QueueOptions, 'connection' | 'prefix'>
  factory: BackendFactory
  /** Throws an Obstacle when it cannot be had. */
  reach(): Promise<void>
  /** The obstacle behind what went wrong when a queue was opened. */
  obstacle(error: unknown): unknown
}

/** The queue's own tables; Prisma, which looks after the others, does not see them there. */
const schema = 'jobs'

/** The backend that the environment asks for: `REDIS_URL`, else the database of `DATABASE_URL`. */
export function chosenBackend(): Backend {
  const { REDIS_URL, DATABASE_URL = '' } = process.env
  return REDIS_URL ? inRedis(REDIS_URL) : inDatabase(DATABASE_URL)
}

function inDatabase(connectionString: string): Backend {
  const connection = { connectionString, schema, max: 2, migrate: true, application_name: 'throughline jobs' }
  return {
    // BullMQ's options name Redis alone; what another backend connects to is for its factory to understand.
    options: { connection: connection as unknown as QueueOptions['connection'] },
    factory: createPostgresBackend as unknown as BackendFactory,
    reach: async () => {},
    obstacle: (error) =>
      new Obstacle(`Cannot keep the queue in the database ${databaseName(connectionString)}: ${reasonOf(error)}.`),
  }
}

function inRedis(url: string): Backend {
  const address = URL.canParse(url) ? new URL(url) : null
  if (!address || !/^rediss?:$/.test(address.protocol)) {
    throw new Obstacle('REDIS_URL is not an address such as redis://user:password@host:6379.')
  }
  const where = `${address.hostname || 'localhost'}:${address.port || 6379}`
  const obstacle = (error: unknown) => new Obstacle(`Cannot reach Redis at ${where}: ${reasonOf(error)}.`)
  return {
    options: { connection: { url, maxRetriesPerRequest: null } as QueueOptions['connection'], prefix: 'throughline' },
    factory: createRedisBackend,
    reach: async () => {
      const trial = new Redis(url, { lazyConnect: true, connectTimeout: 5_000, retryStrategy: () => null })
      let cause: unknown
      trial.on('error', (error) => {
        cause = error
      })
      try {
        await trial.connect()
        await trial.ping()
      } catch (error) {
        throw obstacle(cause ?? error)
      } finally {
        trial.disconnect()
      }
    },
    obstacle,
  }
}

const reasons: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be resolved',
  ETIMEDOUT: 'no answer in time',
}

function reasonOf(error: unknown): string {
  const said = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
  return reasons[errorCode(error)] ?? said.replace(/\.$/, '')
}
