import { inject } from 'vitest'

process.env.DATABASE_URL = inject('databaseUrl')
process.env.SECRETS_KEY = 'the key that seals secrets in tests'
