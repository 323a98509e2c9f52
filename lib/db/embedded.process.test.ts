import fs from 'node:fs'
import net, { type AddressInfo } from 'node:net'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { freePort, type Program, runProgram, startApp } from '@/e2e/app'
import { processesOf } from '@/e2e/processes'
import { testDir } from '@/e2e/test-dir'
import { runningEmbedded, startEmbedded } from './embedded'

let dataDir: string

beforeEach(() => {
  dataDir = testDir('embedded')
})

afterEach(() => {
  expect(processesOf(dataDir)).toEqual([])
  fs.rmSync(dataDir, { recursive: true, force: true })
})

test('keeps what was committed over a stop, sorts by bytes and speaks UTF-8', async () => {
  const first = await startEmbedded({ dataDir })
  await query(first.url, `CREATE TABLE word (w text); INSERT INTO word VALUES ('Ärger'), ('b'), ('B'), ('a')`)
  await first.stop()
  const second = await startEmbedded({ dataDir, port: await freePort() })
  expect(second.shared).toBe(false)
  expect(runningEmbedded(dataDir)).toBe(second.url)
  expect(await query(second.url, 'SELECT w FROM word ORDER BY w')).toEqual(['B', 'a', 'b', 'Ärger'].map((w) => ({ w })))
  await second.stop()
  await second.exited
  expect(runningEmbedded(dataDir)).toBeNull()
})

test('a creation cut short is begun anew', async () => {
  fs.mkdirSync(path.join(dataDir, 'pgdata.new/base'), { recursive: true })
  fs.writeFileSync(path.join(dataDir, 'pgdata.new/PG_VERSION'), '18')
  fs.writeFileSync(path.join(dataDir, 'database-password.new'), 'half')
  const server = await startEmbedded({ dataDir })
  expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  await server.stop()
})

test('a pid file that names a program of other business is no obstacle', async () => {
  await (await startEmbedded({ dataDir })).stop()
  const stale = [process.pid, path.join(dataDir, 'pgdata'), 1, 1, '', '127.0.0.1', '', 'ready'].join('\n')
  fs.writeFileSync(path.join(dataDir, 'pgdata/postmaster.pid'), stale)
  const server = await startEmbedded({ dataDir })
  expect(server.shared).toBe(false)
  await server.stop()
})

test('a wanted port that is taken is named', async () => {
  const other = net.createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => other.once('listening', resolve))
  const { port } = other.address() as AddressInfo
  await expect(startEmbedded({ dataDir, port })).rejects.toThrow(`Port ${port} is taken by another program.`)
  other.close()
})

test('a lost password is named; nothing is thrown away', async () => {
  await (await startEmbedded({ dataDir })).stop()
  fs.rmSync(path.join(dataDir, 'database-password'))
  await expect(startEmbedded({ dataDir })).rejects.toThrow(
    /^The password of the embedded database is gone: put .* back\.$/,
  )
  expect(fs.existsSync(path.join(dataDir, 'pgdata/PG_VERSION'))).toBe(true)
})

test('a log that grew large is set aside', async () => {
  fs.writeFileSync(path.join(dataDir, 'postgres.log'), 'x'.repeat(10_000_001))
  await (await startEmbedded({ dataDir })).stop()
  expect(fs.statSync(path.join(dataDir, 'postgres.log')).size).toBeLessThan(100_000)
  expect(fs.existsSync(path.join(dataDir, 'postgres.log.1'))).toBe(true)
})

test('a command has a database without the app, two at once take turns, and nothing stays', async () => {
  const commands = [count(), count()]
  for (const command of commands) {
    expect(await command.exit, command.err()).toBe(0)
    expect(command.out()).toBe('counted 0\n')
    expect(command.err()).toBe('')
  }
  expect(fs.existsSync(path.join(dataDir, 'lock'))).toBe(false)
})

test('a command shares the database of the app that runs, and leaves it running', async () => {
  const app = await startApp({ dataDir })
  const command = count()
  expect(await command.exit, command.err()).toBe(0)
  expect(command.out()).toMatch(/^counted \d+\n$/)
  expect((await fetch(`${app.url}/api/v1/nothing`)).status).toBe(404)
  app.child.kill('SIGTERM')
  expect(await app.exit).toBe(0)
})

function count(): Program {
  return runProgram(['lib/db/fixtures/count-workspaces.ts'], { DATA_DIR: dataDir })
}

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query(statement).finally(() => client.end())
  return rows
}
