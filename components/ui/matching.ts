/** Something to choose: what it is called, and what else may be typed to find it. */
export type Option = { value: string; label: string; note?: string }

/** Those that hold every word that was typed, in any order, without regard to case and accents. */
export function matching<O extends Option>(options: readonly O[], typed: string): O[] {
  const words = plain(typed).split(' ').filter(Boolean)
  return options.filter(({ label, note = '' }) => {
    const text = plain(`${label} ${note}`)
    return words.every((word) => text.includes(word))
  })
}

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\s/_]+/g, ' ')
    .trim()
