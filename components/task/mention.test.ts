import { describe, expect, it } from 'vitest'
import { bestMatch, mentionsIn } from './mention'
import { type LineContext, readLine } from './read-line'
import type { TaskLink } from './task'

const record = (title: string, type = 'companies'): TaskLink => ({ id: title, type, title })
const there = [record('Acme'), record('Acme Corp'), record('Acme Corp Holding'), record('Bea Acme', 'contacts')]

describe('a line', () => {
  it.each([
    ['send the offer #acme', ['acme']],
    ['#Acme Corp: send the offer', ['Acme Corp']],
    ['Prepare the demo for Acme Corp tomorrow', ['Acme Corp']],
    ['lunch with Bea Acme at Acme', ['Bea Acme', 'Acme']],
    ['talk about Marks & Spencer', ['Marks & Spencer']],
    ['write for Müller', ['Müller']],
    ['wait for the answer, number #1', ['1']],
    ['see page#3, C# and # alone, for all at nine', []],
  ])('names in “%s” %j', (line, names) => expect(mentionsIn(line).map(({ query }) => query)).toEqual(names))
})

describe('of those that are found', () => {
  const best = (line: string, found = there) => {
    const [mention] = mentionsIn(line)
    const match = mention && bestMatch(mention, line, found)
    return match ? [match.record.title, line.slice(match.span.from, match.span.to)] : null
  }

  it('the one whose name is written out fits best, else the shortest', () => {
    expect(best('offer for Acme')).toEqual(['Acme', 'Acme'])
    expect(best('offer for Acme Corp now')).toEqual(['Acme Corp', 'Acme Corp'])
    expect(best('offer for Acme Corp Holding')).toEqual(['Acme Corp Holding', 'Acme Corp Holding'])
    expect(best('#acme corp send the offer')).toEqual(['Acme Corp', '#acme corp'])
    expect(best('#acme', there.slice(1))).toEqual(['Acme Corp', '#acme'])
  })

  it('a sign finds by a beginning, a small word only by the first word whole', () => {
    expect(best('#ac offer')).toEqual(['Acme', '#ac'])
    expect(best('#be offer')).toEqual(['Bea Acme', '#be'])
    expect(best('offer for Ac')).toBeNull()
    expect(best('offer for Corp')).toBeNull()
    expect(best('offer for José', [record('JOSE & Sons')])).toEqual(['JOSE & Sons', 'José'])
    expect(best('offer for Acme', [])).toBeNull()
  })
})

describe('a task', () => {
  const context: LineContext = {
    now: new Date('2026-11-22T10:00:00Z'),
    zone: 'UTC',
    people: [],
    me: 'ada',
    dayFirst: false,
    found: () => there,
  }
  const read = (line: string, more: Partial<LineContext> = {}) => {
    const { title, pieces, unclear } = readLine(line, { ...context, ...more })
    const about = pieces.flatMap((piece) => (piece.kind === 'about' ? [piece.value.title] : []))
    return [title, about, unclear.map(({ words }) => words)]
  }

  it('loses a signed name from its title with the word that led up to it, and keeps one that is part of it', () => {
    expect(read('send the offer to #acme corp tomorrow')).toEqual(['send the offer', ['Acme Corp'], []])
    expect(read('prepare the demo for Acme Corp on friday')).toEqual([
      'prepare the demo for Acme Corp',
      ['Acme Corp'],
      [],
    ])
    expect(read('#acme')).toEqual(['', ['Acme'], []])
  })

  it('keeps what nothing is called by, and says so of a signed name alone', () => {
    expect(read('send it to #nobody', { found: () => [] })).toEqual(['send it to #nobody', [], ['#nobody']])
    expect(read('send it for Nobody', { found: () => [] })).toEqual(['send it for Nobody', [], []])
    // Not answered yet.
    expect(read('send it to #acme', { found: () => undefined })).toEqual(['send it to #acme', [], []])
  })

  it('takes no quoted name, no day and nothing that was put back for one', () => {
    expect(read('read "the letter for Acme"')[1]).toEqual([])
    expect(read('wait for Friday', { found: () => [record('Friday Club')] })[1]).toEqual([])
    expect(read('offer for Acme', { literal: new Set(['about acme']) })).toEqual(['offer for Acme', [], []])
  })
})
