import path from 'node:path'
import next from 'next'
import { Obstacle } from '@/lib/db/obstacle'
import { forgetReplies } from '@/lib/domain/idempotency/forget'
import { forgetCounts } from '@/lib/domain/rate-limit/forget'
import { answerUnknownPath, answerWrongMethod } from '@/lib/http/unknown'
import { loadApi } from './api'
import { hasBuild } from './build'
import { type Begun, joinDatabase, runProcess } from './child'
import { serve } from './http-server'
import type { Installation } from './installation'

const minute = 60_000
const hour = 60 * minute
const root = path.join(import.meta.dirname, '../..')

/** The web process: pages and API. Started by `npm start`, or any number of times by `npm run web`. */
async function web(installation: Installation): Promise<Begun> {
  if (!hasBuild()) throw new Obstacle('There is no build to serve: run npm run build first.')
  await joinDatabase(installation)
  const refusals = { unknownPath: answerUnknownPath, wrongMethod: answerWrongMethod }
  const api = await loadApi(path.join(root, 'app/api/v1'), installation.publicUrl, refusals)
  const { host, port } = installation
  const pages = next({ dev: false, dir: root, hostname: host, port })
  await pages.prepare()
  const server = await serve(host, port, api, pages.getRequestHandler())
  const complain = (error: unknown) => console.error(error)
  setInterval(() => forgetReplies().catch(complain), hour).unref()
  setInterval(() => forgetCounts().catch(complain), 10 * minute).unref()
  return {
    line: `Throughline's web process answers at ${installation.publicUrl}`,
    close: () => server.close(),
  }
}

await runProcess(web)
