import { generateClient } from '@/lib/db/generate-client'
import { openOutbound } from '@/lib/net/send'
import { type Begun, joinDatabase, runProcess } from './child'
import type { Installation } from './installation'

const hour = 3_600_000

/** The worker process: what is done behind the requests. Started by `npm start`, or any number of times by `npm run worker`. */
async function worker(installation: Installation): Promise<Begun> {
  await joinDatabase(installation)
  await generateClient()
  // Not before there is a client.
  const [
    { startWork },
    { deliveries },
    { mails },
    { openMailer },
    { runs },
    { parts },
    { presentMessage },
    { forgetDeliveries },
    { sweepUploads },
    { closeDatabase },
    live,
  ] = await Promise.all([
    import('@/lib/jobs/work'),
    import('@/lib/jobs/deliver'),
    import('@/lib/jobs/mail'),
    import('@/lib/net/mailer'),
    import('@/lib/jobs/runs'),
    import('@/lib/jobs/parts'),
    import('@/lib/contracts/rex/webhook.present'),
    import('@/lib/domain/webhook/prune'),
    import('@/lib/domain/upload/sweep'),
    import('@/lib/db/client'),
    import('@/lib/db/live'),
  ])
  const outbound = openOutbound()
  const kinds = [deliveries(outbound, presentMessage), runs(), parts()]
  if (installation.mail) kinds.push(mails(openMailer(installation.mail), installation.publicUrl))
  const work = await startWork(kinds)
  const complain = (error: unknown) => console.error(error)
  setInterval(() => forgetDeliveries().catch(complain), hour).unref()
  setInterval(() => sweepUploads().catch(complain), hour).unref()
  // What boards are told of is likely to be work: it need not wait for the next look.
  await live.listen(() => work.wake())
  return {
    line: "Throughline's worker process is at work",
    close: async () => {
      await live.stopListening()
      await work.stop()
      await outbound.close()
      await closeDatabase()
    },
  }
}

await runProcess(worker)
