import type { KeyInUse } from './find-by-secret'

/** How a key of each contract begins, so that a key shows which language it speaks. */
export const keyPrefixes: Record<KeyInUse['contract'], string> = {
  kasar: 'ksr_',
  rex: 'rex_live_',
  clarky: 'ck_live_',
  kaireon: 'krn_',
}

/** Whether a key of each contract may change boards and stages at all; one document calls them read-only. */
export const writesBoards: Record<KeyInUse['contract'], boolean> = {
  kasar: true,
  rex: true,
  clarky: false,
  kaireon: true,
}
