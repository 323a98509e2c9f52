import { describe, expect, it } from 'vitest'
import { fieldHref, fieldWords } from './field-words'

describe('fieldWords', () => {
  const words = (type: Parameters<typeof fieldWords>[0], value: Parameters<typeof fieldWords>[1]) =>
    fieldWords(type, value, '2026-11-22', 'en')

  it('writes every kind of value as people do', () => {
    expect(words('text', 'Hamburg')).toBe('Hamburg')
    expect(words('number', 1234567.25)).toBe('1,234,567.25')
    expect(words('boolean', true)).toBe('Yes')
    expect(words('date', '2026-11-23')).toBe('Tomorrow')
    expect(words('datetime', new Date(2026, 10, 24, 9, 30).toISOString())).toBe('November 24, 2026 at 9:30 AM')
    expect(words('select', 'North')).toBe('North')
    expect(words('multi_select', ['North', 'South', 'West'])).toBe('North, South, and West')
  })

  it('knows what is nothing, and that no and zero are something', () => {
    for (const nothing of [undefined, null, '', []]) expect(words('text', nothing)).toBeNull()
    expect(words('boolean', false)).toBe('No')
    expect(words('number', 0)).toBe('0')
  })
})

describe('fieldHref', () => {
  it('leads to e-mails, phones and pages', () => {
    expect(fieldHref('email', 'bea@northwind.example')).toBe('mailto:bea@northwind.example')
    expect(fieldHref('phone', '+49 (40) 123-456')).toBe('tel:+4940123456')
    expect(fieldHref('url', 'https://northwind.example/a?b=c')).toBe('https://northwind.example/a?b=c')
  })

  it('follows nothing that could run or send what nobody sees', () => {
    expect(fieldHref('url', 'javascript:alert(1)')).toBeNull()
    expect(fieldHref('url', 'northwind.example')).toBeNull()
    expect(fieldHref('email', 'bea@northwind.example?bcc=eve@evil.example')).toBe(
      'mailto:bea@northwind.example%3Fbcc%3Deve%40evil.example',
    )
    expect(fieldHref('text', 'https://northwind.example')).toBeNull()
    expect(fieldHref('phone', null)).toBeNull()
  })
})
