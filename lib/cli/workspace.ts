import type { Command } from 'commander'
import type { NewWorkspace } from '@/lib/domain/workspace/create'
import { act, installation } from './act'

/** `workspace create`. */
export function addWorkspaceCommands(program: Command): void {
  program
    .command('workspace')
    .description('workspaces, each with its own people, boards and records')
    .command('create')
    .description('Make an empty workspace. Add its first admin with "user create".')
    .requiredOption('--slug <slug>', 'its place in addresses: 2 to 50 lower-case letters, digits or inner hyphens')
    .requiredOption('--name <name>', 'what people call it')
    .option('--time-zone <zone>', 'IANA name such as Europe/Berlin (default: UTC)')
    .option('--currency <code>', 'ISO 4217 code of its money (default: USD)')
    .action((given: NewWorkspace) =>
      act(async () => {
        const { createWorkspace } = await import('@/lib/domain/workspace/create')
        const { id } = await createWorkspace(installation, given, async () => {})
        return `Created workspace ${given.slug} (${id}).`
      }),
    )
}
