import { describe, expect, it } from 'vitest'
import { addressIn, mailServerIn } from './mail-server'

describe('a mail server', () => {
  it('is an address of SMTP, and whom its e-mail is from', () => {
    for (const url of ['smtp://smtp.example', 'smtps://sales:a%40b@smtp.example:465', 'smtp://[::1]:25']) {
      expect(mailServerIn(url, 'Sales <sales@acme.example>')).toEqual({ url, from: 'Sales <sales@acme.example>' })
    }
  })

  it('is refused by the name of what makes no sense, without the password in it', () => {
    for (const url of ['smtp.example', 'https://sales:hunter2@smtp.example', 'smtp://', 'sales:hunter2@smtp.example']) {
      expect(() => mailServerIn(url, 'sales@acme.example')).toThrow(/^SMTP_URL is not an address such as/)
      expect(() => mailServerIn(url, 'sales@acme.example')).not.toThrow(/hunter2/)
    }
    for (const from of ['', 'Sales', 'Sales <sales>', 'a@x.example, b@x.example', 'a@x.example\r\nBcc: b@x.example']) {
      expect(() => mailServerIn('smtp://smtp.example', from), from).toThrow(/^MAIL_FROM must be an address/)
    }
  })
})

it('finds the address behind a name', () => {
  expect(addressIn('sales@acme.example')).toBe('sales@acme.example')
  expect(addressIn(' Sales, of Acme <sales@acme.example> ')).toBe('sales@acme.example')
  expect(addressIn('Acme <a@b> <c@d>')).toBeNull()
})
