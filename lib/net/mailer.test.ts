import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPostOffice, type PostOffice } from '@/e2e/post-office'
import { type Mail, NotMailed, openMailer } from './mailer'

let office: PostOffice
beforeEach(async () => {
  office = await openPostOffice()
})
afterEach(() => office.stop())

const mail: Mail = {
  id: 'notification.7',
  to: 'bob@acme.example',
  subject: 'Ada assigned you “Call Zoë”',
  text: 'Ada assigned you a task:\n\nCall Zoë\n',
  html: '<p>Call Zoë</p>',
  unsubscribe: 'https://sales.example/acme/settings/profile',
}
const from = 'Sales <sales@acme.example>'
const send = (more: Partial<Mail> = {}, url = office.url) => openMailer({ url, from }).send({ ...mail, ...more })

/** Whether what was not sent may be sent later. */
async function fate(sending: Promise<void>): Promise<'later' | 'never'> {
  const error = await sending.then(
    () => null,
    (error: unknown) => error,
  )
  expect(error).toBeInstanceOf(NotMailed)
  const { forGood, message } = error as NotMailed
  expect(message).not.toMatch(/hunter2|bob@acme|Zoë/)
  return forGood ? 'never' : 'later'
}

describe('an e-mail', () => {
  it('reaches its receiver with all that it says', async () => {
    await send()
    expect(office.taken).toEqual([
      {
        from: 'sales@acme.example',
        to: ['bob@acme.example'],
        headers: expect.objectContaining({
          from: from,
          to: 'bob@acme.example',
          subject: mail.subject,
          'message-id': '<notification.7@acme.example>',
          'auto-submitted': 'auto-generated',
          'list-unsubscribe': expect.stringContaining('<https://sales.example/acme/settings/profile>'),
        }),
        text: expect.stringMatching(/Call Zoë\s[\s\S]*<p>Call Zoë<\/p>/),
      },
    ])
  })

  it('goes to one receiver with one subject, whatever stands in them', async () => {
    await send({ subject: 'A\r\nBcc: eve@evil.example\r\n\r\nB\u202e\u0000' })
    expect(office.taken[0]?.to).toEqual(['bob@acme.example'])
    expect(office.taken[0]?.headers.subject).toBe('A Bcc: eve@evil.example B')
    expect(office.taken[0]?.headers.bcc).toBeUndefined()

    await send({ subject: 'x'.repeat(10_000) })
    expect(office.taken[1]?.headers.subject).toBe(`${'x'.repeat(199)}…`)

    await fate(send({ to: 'eve@evil.example, bob@acme.example' }))
    await fate(send({ to: 'bob@acme.example>\r\nRCPT TO:<eve@evil.example' }))
    expect(office.taken).toHaveLength(2)
  })

  it('is never taken where its receiver or its text is refused for good, else later', async () => {
    office.refuse = { receiver: { code: 550, words: 'no bob@acme.example here' } }
    expect(await fate(send())).toBe('never')
    office.refuse = { receiver: { code: 450, words: 'bob is asleep' } }
    expect(await fate(send())).toBe('later')
    office.refuse = { letter: { code: 554, words: 'spam: Zoë' } }
    expect(await fate(send())).toBe('never')
    office.refuse = { letter: { code: 452, words: 'full' } }
    expect(await fate(send())).toBe('later')
    office.refuse = {}
    await send()
    expect(office.taken).toHaveLength(1)
  })

  it('leaves later when the server is away', async () => {
    const gone = await openPostOffice()
    await gone.stop()
    expect(await fate(send({}, gone.url))).toBe('later')
  })

  it('is sent by who has the password, and later where it is wrong', async () => {
    const locked = await openPostOffice('hunter2')
    await send({}, locked.url)
    expect(locked.taken).toHaveLength(1)
    expect(await fate(send({}, locked.url.replace('hunter2', 'hunter22')))).toBe('later')
    await locked.stop()
  })
})
