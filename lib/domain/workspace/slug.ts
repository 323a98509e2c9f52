import { invalid } from '../refusal'

// Names that are, or may become, addresses of the installation itself.
const reserved = new Set([
  'api',
  'sign-in',
  'sign-up',
  'sign-out',
  'welcome',
  'invite',
  'docs',
  'new',
  'settings',
  '_next',
  'public',
])

/** Refuses a slug that cannot stand in an address: 2 to 50 of a–z, 0–9 and inner hyphens, and none we need ourselves. */
export function refuseBadSlug(slug: string): void {
  if (!/^[a-z0-9][a-z0-9-]{0,48}[a-z0-9]$/.test(slug)) {
    throw invalid('slug', 'must have 2 to 50 lower-case letters, digits or inner hyphens')
  }
  if (reserved.has(slug)) throw invalid('slug', `must be another word: '${slug}' is taken by the application`)
}

/** A slug made from a name: "Åkerlund & Söner" becomes "akerlund-soner"; "workspace" when nothing of it can be used. */
export function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const slug = plain
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 50)
    .replace(/^-+|-+$/g, '')
  return slug.length < 2 || reserved.has(slug) ? 'workspace' : slug
}
