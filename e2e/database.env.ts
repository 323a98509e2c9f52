import { inject } from 'vitest'

process.env.DATABASE_URL = inject('databaseUrl')
process.env.SECRETS_KEY = 'the key that seals secrets in tests'
// Suites ask as often as they like; those about the limit set their own.
process.env.RATE_LIMIT_PER_MINUTE = '1000000'
