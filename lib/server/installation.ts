import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { loadEnvFile } from 'node:process'
import { makeDataDir } from '@/lib/db/data-lock'
import { databaseName } from '@/lib/db/migrate'
import { errorCode, Obstacle, storageObstacle } from '@/lib/db/obstacle'
import { dataDirectory } from '@/lib/db/open'
import { isLimit, mostRequests, usualLimit } from '@/lib/domain/rate-limit/limit'
import { isUploadLimit, largestUpload, usualUpload } from '@/lib/domain/upload/limit'
import { readAllowList } from '@/lib/net/allow-list'
import { type MailServer, mailServerIn } from '@/lib/net/mail-server'

/** How this installation is set up: what its environment says, with the defaults. */
export type Installation = {
  host: string
  port: number
  dataDir: string
  /** Of a PostgreSQL of the user's own; null means the embedded one. */
  databaseUrl: string | null
  /** Where people reach it: `APP_URL`, else the address it listens on. No slash at the end. */
  publicUrl: string
  /** How many requests a key may make a minute, unless it has a limit of its own. */
  rateLimit: number
  /** The most that an uploaded file may hold, in MiB. */
  uploadLimit: number
  /** What e-mail leaves through; null: there is no e-mail from this installation. */
  mail: MailServer | null
  /** Seals sessions. */
  secret(): string
  /** Seals the secrets that the database keeps. */
  secretsKey(): string
}

/**
 * Reads the installation from the environment (and an `.env` file, which it overrules).
 * @throws Obstacle naming the variable that makes no sense
 */
export function readInstallation(): Installation {
  if (fs.existsSync('.env')) loadEnvFile('.env')
  const { PORT, HOST, DATABASE_URL, AUTH_SECRET, SECRETS_KEY, APP_URL, OUTBOUND_ALLOW } = process.env
  const { RATE_LIMIT_PER_MINUTE, UPLOAD_LIMIT_MB, SMTP_URL, MAIL_FROM } = process.env
  const port = Number(PORT || 3000)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Obstacle('PORT must be a number from 1 to 65535.')
  const host = HOST || '127.0.0.1'
  if (DATABASE_URL) databaseName(DATABASE_URL)
  if (SECRETS_KEY && SECRETS_KEY.length < shortestSecret) {
    throw new Obstacle(`SECRETS_KEY must have at least ${shortestSecret} characters.`)
  }
  checkAllowList(OUTBOUND_ALLOW ?? '')
  const rateLimit = Number(RATE_LIMIT_PER_MINUTE || usualLimit)
  if (!isLimit(rateLimit)) {
    throw new Obstacle(`RATE_LIMIT_PER_MINUTE must be a whole number from 1 to ${mostRequests}.`)
  }
  const upload = Number(UPLOAD_LIMIT_MB || usualUpload)
  if (!isUploadLimit(upload)) {
    throw new Obstacle(`UPLOAD_LIMIT_MB must be a whole number from 1 to ${largestUpload}.`)
  }
  const dataDir = dataDirectory()
  return {
    host,
    port,
    dataDir,
    databaseUrl: DATABASE_URL || null,
    publicUrl: APP_URL ? publicAddress(APP_URL) : `http://${namedHost(host)}:${port}`,
    rateLimit,
    uploadLimit: upload,
    mail: mailServer(SMTP_URL, MAIL_FROM),
    secret: () => AUTH_SECRET || keptSecret(dataDir, 'auth-secret', 'everybody signs in anew'),
    secretsKey: () => SECRETS_KEY || keptSecret(dataDir, 'secrets-key', 'what it sealed is to be entered anew'),
  }
}

/** The environment that the product's processes run in. */
export function processEnvironment(installation: Installation, databaseUrl: string): Record<string, string> {
  const secret = installation.secret()
  return {
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    HOST: installation.host,
    PORT: String(installation.port),
    DATA_DIR: installation.dataDir,
    DATABASE_URL: databaseUrl,
    RATE_LIMIT_PER_MINUTE: String(installation.rateLimit),
    UPLOAD_LIMIT_MB: String(installation.uploadLimit),
    AUTH_SECRET: secret,
    NEXTAUTH_SECRET: secret,
    SECRETS_KEY: installation.secretsKey(),
    NEXTAUTH_URL: installation.publicUrl,
  }
}

function publicAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/') {
    throw new Obstacle('APP_URL must be an address such as https://sales.example.com, without a path.')
  }
  return url.origin
}

function checkAllowList(text: string): void {
  try {
    readAllowList(text)
  } catch (error) {
    const entry = error instanceof Error ? error.message : ''
    throw new Obstacle(`OUTBOUND_ALLOW names ${entry}, which is no host, address or block such as 10.0.0.0/8.`)
  }
}

function mailServer(url: string | undefined, from: string | undefined): MailServer | null {
  if (!url && from)
    throw new Obstacle('MAIL_FROM is set, but SMTP_URL is not: there is nothing to send e-mail through.')
  if (!url) return null
  try {
    return mailServerIn(url, from ?? '')
  } catch (error) {
    // Its words hold nothing of the address, for that may have a password.
    throw new Obstacle(error instanceof Error ? error.message : '')
  }
}

/** A server that listens on every interface is reached by the name of this machine. */
function namedHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

const shortestSecret = 32

/** A secret made at the first start and kept in a file; `price` is what its loss costs. */
function keptSecret(dataDir: string, name: string, price: string): string {
  const file = path.join(dataDir, name)
  try {
    makeDataDir(dataDir)
    try {
      fs.writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error
    }
    const secret = fs.readFileSync(file, 'utf8').trim()
    if (secret.length < shortestSecret) throw new Obstacle(`${file} holds no secret: remove it, and ${price}.`)
    return secret
  } catch (error) {
    throw storageObstacle(error, file)
  }
}
