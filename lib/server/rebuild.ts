import { Obstacle } from '@/lib/db/obstacle'
import { ensureBuild } from './build'

/** `npm run build`: makes the build that `npm start` would make, ahead of it. */
try {
  await ensureBuild(console.log, () => {})
} catch (error) {
  console.error(error instanceof Obstacle ? error.message : error)
  process.exit(1)
}
