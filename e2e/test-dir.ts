import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** A new folder that the user PostgreSQL runs as can reach. A whole run (`npm test`) removes what its tests leave. */
export function testDir(name: string): string {
  const dir = fs.mkdtempSync(path.join(process.env.TEST_ROOT ?? os.tmpdir(), `throughline-${name}-`))
  fs.chmodSync(dir, 0o755)
  return dir
}
