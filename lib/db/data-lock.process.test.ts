import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Program, runProgram } from '@/e2e/app'
import { testDir } from '@/e2e/test-dir'
import { DataInUse, holderOf, lockData } from './data-lock'
import { startMark } from './process-identity'

let dir: string
const programs: Program[] = []

beforeEach(() => {
  dir = testDir('lock')
})

afterEach(async () => {
  for (const { child } of programs) child.kill('SIGKILL')
  await Promise.all(programs.splice(0).map(({ exit }) => exit))
  fs.rmSync(dir, { recursive: true, force: true })
})

test('one holds it, and tells others where it is', async () => {
  const lock = await lockData(dir, 'app')
  lock.tell({ address: 'http://127.0.0.1:3000' })
  await expect(lockData(dir, 'app')).rejects.toThrow(
    `Throughline is already running on ${dir} at http://127.0.0.1:3000 (process ${process.pid}).`,
  )
  expect(holderOf(dir)).toMatchObject({ pid: process.pid, role: 'app' })
  lock.release()
  expect(holderOf(dir)).toBeNull()
  expect(fs.readdirSync(dir)).toEqual([])
})

test('a command or an app that is stopping is waited for', async () => {
  const command = await lockData(dir, 'command')
  await expect(lockData(dir, 'app')).rejects.toThrow(/^A Throughline command is at work on/)
  const waiting = lockData(dir, 'app', 10_000)
  command.release()
  const app = await waiting
  const next = lockData(dir, 'app', 10_000)
  await expect(next).rejects.toThrow(DataInUse)
  app.tell({ stopping: true })
  const patient = lockData(dir, 'app', 10_000)
  app.release()
  ;(await patient).release()
})

test.each([
  ['whose process is gone', { pid: 2 ** 22 + 1, startMark: 'x', role: 'app' }],
  ['whose process id now belongs to another program', { pid: process.pid, startMark: 'earlier', role: 'app' }],
  ['that is no lock', 'half a l'],
  ['that is empty', ''],
])('a lock %s is taken over', async (_, left) => {
  fs.writeFileSync(path.join(dir, 'lock'), typeof left === 'string' ? left : JSON.stringify(left))
  expect(holderOf(dir)).toBeNull()
  const lock = await lockData(dir, 'app')
  expect(holderOf(dir)).toMatchObject({ pid: process.pid, startMark: startMark(process.pid) })
  lock.release()
})

test('after kill -9 of its holder, one of eight who come at once gets it', async () => {
  const [first] = await contend(1)
  first?.child.kill('SIGKILL')
  await first?.exit
  const said = (await contend(8)).map((program) => program.out().trim())
  expect(said.sort()).toEqual(['held', ...Array(7).fill('refused')])
})

async function contend(count: number): Promise<Program[]> {
  const contenders = Array.from({ length: count }, () => runProgram(['lib/db/fixtures/hold-lock.ts', dir], {}))
  programs.push(...contenders)
  await Promise.all(contenders.map((program) => program.said('\n')))
  return contenders
}
