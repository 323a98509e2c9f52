import { defineConfig } from 'vitest/config'

const shared = { resolve: { alias: { '@': import.meta.dirname } } }
const apart = ['node_modules/**', '.next/**', '.data/**']
const onDatabase = { globalSetup: ['e2e/database.setup.ts'], setupFiles: ['e2e/database.env.ts'] }

export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...apart, '**/*.{db,process,long}.test.ts'],
        },
      },
      {
        ...shared,
        test: {
          name: 'database',
          include: ['**/*.db.test.ts'],
          exclude: apart,
          testTimeout: 30_000,
          hookTimeout: 60_000,
          ...onDatabase,
        },
      },
      {
        ...shared,
        test: {
          name: 'process',
          include: ['**/*.process.test.ts'],
          exclude: apart,
          testTimeout: 120_000,
          hookTimeout: 300_000,
          // Each starts whole servers: two at once on two cores only make both late.
          fileParallelism: false,
        },
      },
      {
        ...shared,
        test: {
          name: 'long',
          include: ['**/*.long.test.ts'],
          exclude: apart,
          testTimeout: 1_800_000,
          hookTimeout: 60_000,
          ...onDatabase,
        },
      },
    ],
  },
})
