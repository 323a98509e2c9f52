/** What programs call a field that people call so: `Shoe size (EU)` is `shoe_size_eu`. */
export function apiNameOf(label: string): string {
  const name = label
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '_')
    .replace(/^[_\d]+|_+$/g, '')
    .slice(0, 50)
  return name === '' ? 'field' : name
}
