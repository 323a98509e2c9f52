/** Names of columns so that no two are alike: blanks around them are cut, an empty one is its place, a second one is counted. */
export function distinctNames(given: string[]): string[] {
  const texts = given.map((text) => text.trim())
  const known = new Set(texts)
  const taken = new Set<string>()
  return texts.map((text, at) => {
    const name = text === '' ? `column_${at + 1}` : text
    let free = name
    for (let count = 2; taken.has(free) || (free !== text && known.has(free)); count++) free = `${name}_${count}`
    taken.add(free)
    return free
  })
}
