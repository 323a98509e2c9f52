import fs from 'node:fs'
import { loadEnvFile } from 'node:process'
import { Command, CommanderError } from 'commander'
import { Failure } from './act'
import { addApiKeyCommands } from './api-key'
import { addDemoCommands } from './demo'
import { addUserCommands } from './user'
import { addWorkspaceCommands } from './workspace'

const done = 0
const failed = 1
const misused = 2

/** The command line: reads the arguments, runs one command, and gives the exit code. */
async function main(): Promise<number> {
  if (fs.existsSync('.env')) loadEnvFile('.env')
  const program = new Command('throughline')
    .description('Throughline on the command line: works on its database, whether the app runs or not.')
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .showSuggestionAfterError()
  addWorkspaceCommands(program)
  addUserCommands(program)
  addApiKeyCommands(program)
  addDemoCommands(program)
  try {
    await program.parseAsync()
    return done
  } catch (error) {
    if (error instanceof CommanderError) return misread(error)
    console.error(error instanceof Failure ? error.message : `Failed: ${lastLine(error)}`)
    return failed
  }
}

/** Says in one line what was wrong with the arguments; help that was asked for is no error. */
function misread(error: CommanderError): number {
  if (error.exitCode === 0) return done
  const said = error.code === 'commander.help' ? 'a command is missing' : error.message.replace(/^error: /, '')
  console.error(`${said.replace(/\s*\n\s*/g, ' ').replace(/\.$/, '')}; --help says what there is`)
  return misused
}

const lastLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).trim().split('\n').at(-1) ?? ''

process.exitCode = await main()
