import { defineConfig } from 'prisma/config'

// `prisma generate` looks for the schema engine although it never runs it, and would download it:
// naming any executable keeps installs offline. Set the variable yourself to use Prisma's own engine for `migrate dev`.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? '' },
})
