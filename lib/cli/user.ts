import { createInterface } from 'node:readline/promises'
import { type Command, Option } from 'commander'
import type { NewMember } from '@/lib/domain/member/add'
import { roles } from '@/lib/domain/member/role'
import { act, inWorkspace } from './act'

/** `user create`. */
export function addUserCommands(program: Command): void {
  program
    .command('user')
    .description('people')
    .command('create')
    .description('Add a person to a workspace. Somebody known from another workspace keeps the account they have.')
    .requiredOption('--workspace <slug>', 'the workspace to join')
    .requiredOption('--email <address>', 'what they sign in with')
    .requiredOption('--name <name>', 'what others see')
    .addOption(new Option('--role <role>', 'what they may do').choices(roles).makeOptionMandatory())
    .option('--password <password>', 'of a new person, at least 10 characters; "-" reads it from the standard input')
    .action(({ workspace, ...given }: NewMember & { workspace: string }) =>
      act(async () => {
        const { addMember } = await import('@/lib/domain/member/add')
        const password = given.password === '-' ? await firstLine() : given.password
        await inWorkspace(workspace, (tx) => addMember(tx, { ...given, password }))
        return `Added ${given.name} (${given.email}) to ${workspace} as ${given.role}.`
      }),
    )
}

/** The first line of the standard input: what is typed or piped there stands in no process list. */
async function firstLine(): Promise<string> {
  const input = createInterface({ input: process.stdin })
  for await (const line of input) return line
  return ''
}
