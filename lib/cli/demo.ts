import { type Command, InvalidArgumentError } from 'commander'
import type { DemoToLoad } from '@/lib/domain/workspace/load-demo'
import { act } from './act'

/** `demo load`. */
export function addDemoCommands(program: Command): void {
  program
    .command('demo')
    .description('a workspace to try things in')
    .command('load')
    .description('Load boards of deals and candidates, with people, companies and a past.')
    .option('--workspace <slug>', 'the workspace to fill, new or not (default: a new one, demo)')
    .option('--records <count>', 'how many deals its board is to hold, 0 to 200000 (default: 60)', countIn)
    .action((given: DemoToLoad) =>
      act(
        async () => {
          const { loadDemo } = await import('@/lib/domain/workspace/load-demo')
          const { slug, deals, admin } = await loadDemo(given)
          const done = `Workspace ${slug} has the demo, with ${deals} deals.`
          return admin ? `${done}\nSign in as ${admin.email} with the password ${admin.password}` : done
        },
        { slug: 'workspace' },
      ),
    )
}

function countIn(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It is a whole number.')
  return Number(text)
}
