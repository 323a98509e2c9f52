import { type ChildProcessByStdio, spawn } from 'node:child_process'
import net, { type AddressInfo } from 'node:net'
import path from 'node:path'
import type { Readable } from 'node:stream'

const root = path.join(import.meta.dirname, '..')

/** Settings of whoever runs the tests, which are none of the tests' business. */
const foreign =
  /^(DATABASE_URL|DATA_DIR|PORT|HOST|AUTH_SECRET|SECRETS_KEY|APP_URL|OUTBOUND_ALLOW|RATE_LIMIT_PER_MINUTE|REDIS_URL|NEXTAUTH_\w+|NODE_ENV|NODE_OPTIONS|VITEST\w*|npm_\w+)$/

/** The environment for a program under test. `DATABASE_URL` is set, and empty, so that no `.env` file counts. */
export function cleanEnvironment(own: Record<string, string> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || foreign.test(name) ? [] : [[name, value] as const],
  )
  return { ...Object.fromEntries(kept), NODE_ENV: 'production', DATABASE_URL: '', ...own }
}

export type Program = {
  child: ChildProcessByStdio<null, Readable, Readable>
  /** What it wrote so far. */
  out(): string
  err(): string
  /** Resolves with the exit code, or the signal that ended it. */
  exit: Promise<number | NodeJS.Signals>
  /** Resolves once it has printed this; rejects with all it said when it ends before. */
  said(text: string): Promise<void>
}

/**
 * Runs a program of this repository: `node --import tsx <file>`, or npm with a script's name.
 * @param grouped in a process group of its own, so that Ctrl-C can be sent to all of it
 */
export function runProgram(argv: string[], environment: Record<string, string>, grouped = false): Program {
  const [command = '', ...rest] = argv[0] === 'npm' ? argv : [process.execPath, '--import', 'tsx', ...argv]
  const child = spawn(command, rest, {
    cwd: root,
    env: cleanEnvironment(environment),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: grouped,
  })
  let out = ''
  let err = ''
  const waiting: { text: string; resolve(): void }[] = []
  child.stdout.on('data', (chunk) => {
    out += chunk
    for (const { text, resolve } of waiting) if (out.includes(text)) resolve()
  })
  child.stderr.on('data', (chunk) => {
    err += chunk
  })
  const exit = new Promise<number | NodeJS.Signals>((resolve) =>
    child.once('close', (code, signal) => resolve(code ?? signal ?? -1)),
  )
  return {
    child,
    out: () => out,
    err: () => err,
    exit,
    said: (text) =>
      new Promise((resolve, reject) => {
        if (out.includes(text)) resolve()
        waiting.push({ text, resolve })
        void exit.then((code) => reject(new Error(`ended with ${code} before it said "${text}":\n${out}${err}`)))
      }),
  }
}

export type App = Program & { url: string; port: number; dataDir: string }

/** Starts the whole product, as `npm start` does, and waits until it is ready. */
export async function startApp(options: {
  dataDir: string
  port?: number
  environment?: Record<string, string>
  grouped?: boolean
}): Promise<App> {
  const port = options.port ?? (await freePort())
  const environment = {
    DATA_DIR: options.dataDir,
    PORT: String(port),
    RATE_LIMIT_PER_MINUTE: '1000000',
    ...options.environment,
  }
  const program = runProgram(['lib/server/start.ts'], environment, options.grouped)
  await program.said('Throughline is ready')
  return { ...program, port, dataDir: options.dataDir, url: `http://127.0.0.1:${port}` }
}

/** Runs a command of the command line on a data directory; gives what it printed. */
export async function throughline(dataDir: string, ...argv: string[]): Promise<string> {
  const program = runProgram(['lib/cli/main.ts', ...argv], { DATA_DIR: dataDir })
  const code = await program.exit
  if (code !== 0) throw new Error(`throughline ${argv.join(' ')} ended with ${code}: ${program.err()}`)
  return program.out().trim()
}

export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
