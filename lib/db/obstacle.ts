/** What keeps the program from starting or going on: its message is the one line its user sees, without a stack. */
export class Obstacle extends Error {
  override readonly name: string = 'Obstacle'
}

const storageReasons: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EACCES: 'permission denied',
  EPERM: 'the operation is not permitted',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a file of that name is in the way',
  ENOENT: 'the folder above it does not exist and cannot be made',
  EIO: 'the disk reports an input/output error',
}

/**
 * The obstacle behind a failed file operation.
 * @param path what was to be written, as the user knows it
 * @returns an Obstacle for the failures a user can mend (full or read-only disk, permissions), else the error itself
 */
export function storageObstacle(error: unknown, path: string): unknown {
  const reason = storageReasons[errorCode(error)]
  return reason ? new Obstacle(`Cannot write to ${path}: ${reason}.`) : error
}

/** The same for a child program's messages: initdb and postgres name the failure in words. */
export function storageObstacleInText(text: string, path: string): Obstacle | null {
  for (const [code, phrase] of [
    ['ENOSPC', 'No space left on device'],
    ['EDQUOT', 'Disk quota exceeded'],
    ['EROFS', 'Read-only file system'],
    ['EACCES', 'Permission denied'],
    ['EIO', 'Input/output error'],
  ] as const) {
    if (text.includes(phrase)) return new Obstacle(`Cannot write to ${path}: ${storageReasons[code]}.`)
  }
  return null
}

/** The system's code of an error (`ENOSPC`, `ECONNREFUSED`), or an empty string. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
