import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { errorCode } from './obstacle'

/**
 * A hash over the contents of files and folders: the same sources give the same hash, wherever and whenever they were
 * checked out. What does not exist counts as empty.
 * @param skip leaves out a file or a whole folder, by its path from `root`
 */
export function sourceHash(root: string, names: string[], skip: (name: string) => boolean = () => false): string {
  const hash = createHash('sha256')
  const add = (name: string): void => {
    if (skip(name)) return
    const file = path.join(root, name)
    if (!fs.existsSync(file)) return
    if (fs.statSync(file).isDirectory()) for (const entry of fs.readdirSync(file).sort()) add(`${name}/${entry}`)
    else hash.update(`${name}\0`).update(fs.readFileSync(file)).update('\0')
  }
  for (const name of names) add(name)
  return hash.digest('hex')
}

/** The text of a stamp file, null when there is none. */
export function readStamp(file: string): string | null {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return null
    throw error
  }
}
