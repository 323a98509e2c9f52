import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { generateClient } from '@/lib/db/generate-client'
import { cleanEnvironment } from './app'
import { processesOf } from './processes'
import { testDir } from './test-dir'

/** How many tests of a step passed, failed and were skipped, and what else there is to say of it. */
type Outcome = { passed: number; failed: number; skipped: number; notes: string[] }
type Step = { name: string; run(): Promise<Outcome> }

const root = path.join(import.meta.dirname, '..')
const work = testDir('run')
const environment = { ...cleanEnvironment(), TEST_ROOT: work, NEXT_TELEMETRY_DISABLED: '1' }

const generate: Step = {
  name: 'client',
  run: () =>
    generateClient().then(
      () => ({ ...nothing(), passed: 1 }),
      (error) => failure(error.message),
    ),
}
const types = step('types', ['node_modules/typescript/bin/tsc', '--noEmit'])
const lint = step('lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings'])
const build = step('build', ['--import', 'tsx', 'lib/server/rebuild.ts'])

const plans: Record<string, Step[]> = {
  check: [generate, types, lint, suite('unit')],
  test: [generate, types, lint, suite('unit'), suite('database'), build, suite('process'), journeys()],
}

const plan = plans[process.argv[2] ?? 'test']
if (!plan) {
  console.error(`There is no such plan; there are: ${Object.keys(plans).join(', ')}`)
  process.exit(2)
}
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => finish([], 130))
await finish(await runAll(plan))

/** Runs the steps one after the other; without the client or a build the later ones would only repeat the news. */
async function runAll(steps: Step[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const step of steps) {
    const began = Date.now()
    console.log(`\n── ${step.name}`)
    const outcome = await step.run()
    outcomes.push(outcome)
    console.log(`── ${step.name}: ${counts([outcome])} (${((Date.now() - began) / 1000).toFixed(1)} s)`)
    if (outcome.failed > 0 && (step === generate || step === build)) break
  }
  return outcomes
}

/** Ends what the tests left running, which counts as a failure, and closes with the counts of the whole run. */
async function finish(outcomes: Outcome[], code?: number): Promise<never> {
  const left = await leftRunning(code === undefined ? 5_000 : 0)
  for (const { pid } of left) process.kill(pid, 'SIGKILL')
  fs.rmSync(work, { recursive: true, force: true, maxRetries: 5 })
  const all = [...outcomes, ...left.map(({ command }) => failure(`A process was left behind: ${command}`))]
  console.log()
  for (const note of all.flatMap(({ notes }) => notes)) console.log(note)
  console.log(counts(all))
  process.exit(code ?? (all.some(({ failed }) => failed > 0) ? 1 : 0))
}

async function leftRunning(patience: number) {
  for (const until = Date.now() + patience; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const left = processesOf(work)
    if (left.length === 0 || Date.now() >= until) return left
  }
}

/** A program that passes or fails as a whole. */
function step(name: string, argv: string[]): Step {
  return {
    name,
    run: async () => ((await node(argv)) === 0 ? { ...nothing(), passed: 1 } : failure(`${name} failed: see above.`)),
  }
}

/** A project of Vitest. */
function suite(name: string): Step {
  const report = path.join(work, `${name}.json`)
  const argv = ['node_modules/vitest/vitest.mjs', 'run', '--project', name, '--passWithNoTests']
  return {
    name,
    run: async () => {
      const code = await node([...argv, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`])
      return judged(
        name,
        code,
        fs.existsSync(report) ? ofVitest(JSON.parse(fs.readFileSync(report, 'utf8'))) : nothing(),
      )
    },
  }
}

/** The journeys in a real browser. */
function journeys(): Step {
  const name = 'browser'
  const report = path.join(work, `${name}.json`)
  return {
    name,
    run: async () => {
      const argv = ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json', '--pass-with-no-tests']
      const code = await node(argv, { PLAYWRIGHT_JSON_OUTPUT_NAME: report })
      return judged(
        name,
        code,
        fs.existsSync(report) ? ofPlaywright(JSON.parse(fs.readFileSync(report, 'utf8'))) : nothing(),
      )
    },
  }
}

type VitestReport = {
  numPassedTests: number
  numFailedTests: number
  testResults: {
    name: string
    status: string
    message: string
    assertionResults: { fullName: string; status: string }[]
  }[]
}

function ofVitest(report: VitestReport): Outcome {
  const skipped = report.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status !== 'passed' && status !== 'failed'),
  )
  // A file that fails before its first test has no failed test of its own.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: skipped.length,
    notes: skipped.map(({ fullName }) => `skipped: ${fullName}`),
  }
}

type PlaywrightSpec = {
  title: string
  tests: { status: string; annotations: { type: string; description?: string }[] }[]
}
type PlaywrightSuite = { specs: PlaywrightSpec[]; suites?: PlaywrightSuite[] }
type PlaywrightReport = { suites: PlaywrightSuite[]; errors: unknown[] }

function ofPlaywright({ suites, errors }: PlaywrightReport): Outcome {
  const specs = (suite: PlaywrightSuite): PlaywrightSpec[] => [...suite.specs, ...(suite.suites ?? []).flatMap(specs)]
  const tests = suites.flatMap(specs).flatMap(({ title, tests }) => tests.map((test) => ({ title, ...test })))
  const skipped = tests.filter(({ status }) => status === 'skipped')
  return {
    passed: tests.filter(({ status }) => status === 'expected' || status === 'flaky').length,
    failed: tests.filter(({ status }) => status === 'unexpected').length + errors.length,
    skipped: skipped.length,
    notes: skipped.map(
      ({ title, annotations }) => `skipped: ${title}: ${annotations[0]?.description ?? 'no reason given'}`,
    ),
  }
}

/** A runner that failed although none of its tests did still fails. */
function judged(name: string, code: number, outcome: Outcome): Outcome {
  return code === 0 || outcome.failed > 0
    ? outcome
    : { ...outcome, failed: 1, notes: [...outcome.notes, `${name} failed: see above.`] }
}

function nothing(): Outcome {
  return { passed: 0, failed: 0, skipped: 0, notes: [] }
}

function failure(note: string): Outcome {
  return { ...nothing(), failed: 1, notes: [note] }
}

function counts(outcomes: Outcome[]): string {
  const sum = (key: 'passed' | 'failed' | 'skipped') => outcomes.reduce((total, outcome) => total + outcome[key], 0)
  const skipped = sum('skipped')
  return `${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** Runs a Node program of this repository in the open; gives its exit code. */
function node(argv: string[], extra: Record<string, string> = {}): Promise<number> {
  const child = spawn(process.execPath, argv, {
    cwd: root,
    env: { ...environment, ...extra },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
