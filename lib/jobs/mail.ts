import { dueMails } from '@/lib/db/sql/mail'
import { openTransaction } from '@/lib/db/transaction'
import { claimMail } from '@/lib/domain/notification/claim-mail'
import { type MailOutcome, settleMail } from '@/lib/domain/notification/settle-mail'
import { type Mail, type Mailer, NotMailed } from '@/lib/net/mailer'
import { mailOf } from './mail-words'
import type { Job, Kind } from './work'

/** How many e-mails one process has under way at once: servers do not like many. */
const concurrency = 4

const caller = (workspaceId: string) => ({
  workspaceId,
  actor: { userId: null, apiKeyId: null, door: 'job' as const },
  requestId: null,
})

/**
 * The e-mails of notifications as work. Each is sent at least once: it is claimed, sent, and then written down, so that a
 * process that dies over it leaves it to another. In between lies one moment, after the server has taken it, in which a
 * death sends it twice; both carry one Message-ID, by which servers and programs know the second for the first. To write it
 * down before would lose it by a death at any time of the sending, which takes far longer.
 */
export const mails = (mailer: Mailer, publicUrl: string): Kind => ({
  name: 'mails',
  concurrency,
  due: () => dueMails(100),
  run: async (job, signal) => {
    await sendMail(job, mailer, publicUrl, signal)
    return []
  },
})

/** Sends the e-mail of a notification if it is still to be sent, and writes down what became of it. */
export async function sendMail(job: Job, mailer: Mailer, publicUrl: string, signal: AbortSignal): Promise<void> {
  const by = caller(job.workspaceId)
  const claim = await openTransaction(by, (tx) => claimMail(tx, job.id))
  if (!claim) return
  const outcome = await unlessEnded(signal, attempt(mailer, mailOf(claim, publicUrl)))
  // Nobody knows what becomes of it: the claim runs out, and then it is tried again.
  if (outcome === null) return
  await openTransaction(by, (tx) => settleMail(tx, claim, outcome))
}

async function attempt(mailer: Mailer, mail: Mail): Promise<MailOutcome> {
  try {
    await mailer.send(mail)
    return 'sent'
  } catch (error) {
    if (!(error instanceof NotMailed)) throw error
    console.error(`${mail.id} was not e-mailed${error.forGood ? '' : ' yet'}: ${error.message}`)
    return error.forGood ? 'never' : 'later'
  }
}

/** What comes of it; null when the signal comes first. */
async function unlessEnded<T>(signal: AbortSignal, work: Promise<T>): Promise<T | null> {
  let end = () => {}
  const ended = new Promise<null>((resolve) => {
    end = () => resolve(null)
  })
  signal.addEventListener('abort', end)
  if (signal.aborted) end()
  return Promise.race([work, ended]).finally(() => signal.removeEventListener('abort', end))
}
