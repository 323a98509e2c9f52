import type { Installation } from './installation'

/** What `npm start` prints once everything runs: the address, and how to sign in. */
export async function welcome({ publicUrl }: Installation): Promise<string[]> {
  return [`Throughline is ready: ${publicUrl}`]
}
