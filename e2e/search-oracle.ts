import fc from 'fast-check'

/** A plain reading of what a search finds, to hold the database's against. */

/** A record with as much of it as a search looks at. */
export interface Searched {
  name: string
  description: string | null
  tags: string[]
  /** Own fields of text, and others that are not looked at. */
  fields: Record<string, unknown>
}

/** Own fields of contacts that are not of text. */
export const unread = ['score', 'active', 'born', 'seen_at']

const alike: Record<string, string> = {
  ...{ ø: 'o', ł: 'l', đ: 'd', ð: 'd', ħ: 'h', ŧ: 't', ı: 'i', ς: 'σ' },
  ...{ æ: 'ae', œ: 'oe', þ: 'th', ß: 'ss' },
}
const blank = /[^\p{L}\p{N}\p{M}]|[\u20d0-\u20ff\ufe00-\ufe0f]/u

/** The words of a text: runs of letters, digits and their marks, in small letters and without accents. */
export function wordsIn(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
  const read = [...plain].map((letter) => alike[letter] ?? letter).join('')
  return read.split(blank).flatMap((word) => (word === '' ? [] : [[...word].slice(0, 100).join('')]))
}

const texts = ({ name, description, tags, fields }: Searched): string[] => [
  ...[name, description ?? '', ...tags],
  ...Object.entries(fields).flatMap(([field, value]) => (unread.includes(field) ? [] : [value].flat().map(String))),
]

const isNumber = (text: string): boolean => /^[\d +()./-]+$/.test(text) && /\d/.test(text)

/** Whether each word of a search begins a word of the record; without a word none does. */
export function isFound(search: string, record: Searched): boolean {
  const own = texts(record)
  const words = [...own, ...own.filter(isNumber).map((text) => text.replace(/\D/g, ''))].flatMap(wordsIn)
  const asked = wordsIn(search)
  return asked.length > 0 && asked.every((each) => words.some((word) => word.startsWith(each)))
}

const known = [
  ...[
    'Alma',
    'ALMA',
    'almanac',
    'Ångström',
    'A\u030angstro\u0308m',
    'angstrom',
    'Søren',
    'Łukasz',
    'Straße',
    'STRASSE',
  ],
  ...['Æsir', 'aesop', 'Þór', 'Đặng', 'naïve', 'İstanbul', 'ısı', 'ΟΔΥΣΣΕΥΣ', 'Ὀδυσσεύς', 'Иван', 'ёлка', 'ЙОД'],
  ...['東京都庁', '東京', 'ガラス', 'カラス', '각', '가나', 'ﬁnance', 'Ｆｕｌｌ', 'مرحبا', 'שלום', 'नमस्ते', 'สวัสดี'],
  ...['x²', '½', 'Acme™', 'ﷺ', '№5', 'O’Neil', "O'Neil", 'a:b', 'a\\b', '100%', 'a_b', 'AT&T', '"q"', 'it´s', 'ⓐ①'],
  ...[
    '🚀Launch',
    '❤️love',
    '👩‍👩‍👧',
    '🇩🇪',
    '2026',
    '1,250.00',
    'C++',
    'bea@north.example',
    'https://acme.example/x?y=1#z',
  ],
  ...['a'.repeat(99), 'a'.repeat(101), 'ä'.repeat(120), '漢'.repeat(130), '\u0301', '\u0301a', 'मि', 'e\u0327\u0301'],
]
const between = fc.constantFrom(
  ...[' ', ' ', ' ', '  ', '\n', '\t', '-', '/', ', ', "'", '\\', ':', ':*', ' & ', ' | ', ' !', '<->', '(', ')', '*'],
  ...[
    '\u00a0',
    '\u1680',
    '\u180e',
    '\u2003',
    '\u2028',
    '\u3000',
    '\u200b',
    '·',
    '…',
    '“',
    '¿',
    '€',
    '×',
    '→',
    '،',
    '。',
    '・',
  ],
)
const letter = fc.constantFrom(...'aAbZeéÉøßıİſσςΣйЯ漢かがคै०9٣'.normalize('NFC'), '\u0301', '\u0323')
const word = fc.oneof(fc.constantFrom(...known), fc.string({ unit: letter, minLength: 1, maxLength: 8 }))

/** Words with something between them. */
export const prose = (most: number): fc.Arbitrary<string> =>
  fc.array(fc.tuple(word, between), { minLength: 1, maxLength: most }).map((parts) => parts.flat().join(''))

const number = fc.constantFrom(
  '+49 (30) 123-45',
  '030/123 45',
  '555.1234',
  '5551234',
  '+1 555 123-4567',
  '12 a 34',
  '1 2',
)

/** Contacts of all kinds. */
export const arbitraryRecord: fc.Arbitrary<Searched> = fc.record({
  name: prose(4).map((text) => `x${text}`.slice(0, 500).toWellFormed()),
  description: fc.option(prose(12)),
  tags: fc.array(
    prose(2).map((text) => `y${text}`.slice(0, 100).toWellFormed()),
    { maxLength: 3 },
  ),
  fields: fc.record(
    {
      note: prose(4),
      phone: fc.oneof(number, prose(2)),
      level: fc.constantFrom('Hot lead', 'Cold'),
      skills: fc.subarray(['Rust', 'Größe XL', 'a:b']),
      score: fc.integer(),
      active: fc.boolean(),
      born: fc.constantFrom('1999-12-31', '2026-03-08'),
      seen_at: fc.constantFrom('2026-03-08T05:00:00.000Z', '1999-12-31T23:59:59.999Z'),
    },
    { requiredKeys: [] },
  ),
})

/** What people might look for among records: pieces of their words, more or less as they are written there. */
export function arbitrarySearch(records: Searched[]): fc.Arbitrary<string> {
  const words = [...new Set(records.flatMap((record) => texts(record).flatMap((text) => text.split(/\s/))))]
  const piece = fc
    .tuple(fc.constantFrom(...words.filter(Boolean)), fc.nat(12), fc.boolean())
    .map(([whole, length, entire]) => (entire ? whole : [...whole].slice(0, length + 1).join('')))
  const spelt = fc
    .tuple(fc.oneof({ weight: 5, arbitrary: piece }, number, word), fc.nat(4))
    .map(
      ([text, how]) =>
        [text, text.toUpperCase(), text.toLowerCase(), text.normalize('NFD'), text.normalize('NFC')][how],
    )
  return fc
    .array(fc.tuple(spelt, between), { minLength: 1, maxLength: 3 })
    .map((parts) => [...parts.flat().join('')].slice(0, 200).join('').toWellFormed())
}
