import { defineConfig } from '@playwright/test'
import { freePort } from './e2e/app'
import { findBrowser } from './e2e/browser'

// Every worker reads this file again: the first to do so decides.
process.env.E2E_PORT ??= String(await freePort())
const { executablePath, env } = await findBrowser()

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.e2e.ts',
  globalSetup: './e2e/app.setup.ts',
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  // For machines that are busy: what is slow is no failure, and no test waits where it need not.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    baseURL: `http://127.0.0.1:${process.env.E2E_PORT}`,
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath,
      env: { ...process.env, ...env },
      args: [
        ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
        ['--disable-sync', '--no-first-run'],
      ].flat(),
    },
  },
})
