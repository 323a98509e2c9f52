import { centsOf, crmSalesMissing, type LoadedCrmSales, loadCrmSales, readCrmSales } from './crm-sales'
import { expect, type MadeBoard, test } from './journey'

if (crmSalesMissing) console.warn(`The board of real sales data is not tested: ${crmSalesMissing}`)

const dollars = (cents: number) =>
  new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 0 }).format(cents / 100)

test('a real pipeline of 8,800 deals is shown, scrolled and dragged', async ({
  api,
  baseURL,
  openBoard,
  workspace,
}) => {
  test.skip(crmSalesMissing !== null, crmSalesMissing ?? '')
  test.setTimeout(400_000)
  const [rexKey, kasarKey] = [await workspace.key('rex'), await workspace.key('kasar')]
  let began = performance.now()
  const loaded = await loadCrmSales({ url: baseURL ?? '', rexKey, kasarKey })
  console.log(`crm-sales: ${loaded.deals.size} deals loaded in ${((performance.now() - began) / 1000).toFixed(1)} s`)

  began = performance.now()
  const board = await openBoard(asBoard(loaded))
  const { page } = board
  await expect(page.getByRole('article').first()).toBeVisible()
  const firstCard = performance.now() - began
  await board.counts({ Prospecting: '500', Engaging: '1,589', Won: '4,238', Lost: '2,473' })
  await board.total('Won', { short: '$10M', full: '$10,005,534' })
  await board.column('Won').locator('[data-total]').hover()
  await expect(page.getByRole('tooltip')).toHaveText('$10,005,534')
  const elements = () => page.evaluate(() => document.querySelectorAll('*').length)
  const atFirst = await elements()
  expect(atFirst).toBeLessThan(2_500)

  // A long way down, as a hand on the wheel goes it.
  const list = board.column('Won').getByRole('list').first().locator('..')
  const pages: string[] = []
  page.on('request', (sent) => sent.url().includes('cursor=') && pages.push(sent.url()))
  const box = await list.boundingBox()
  await page.mouse.move((box?.x ?? 0) + 100, (box?.y ?? 0) + 200)
  await page.evaluate(watchFrames)
  for (let turn = 0; turn < 150; turn++) await page.mouse.wheel(0, 300)
  await expect.poll(() => list.evaluate((element) => element.scrollTop), { timeout: 20_000 }).toBeGreaterThan(20_000)
  const frames = await page.evaluate(() => window.framesSeen?.())
  expect(pages.length).toBeGreaterThan(2)
  expect(new Set(pages).size).toBe(pages.length)
  expect(await elements()).toBeLessThan(2_500)
  console.log(
    `crm-sales: first card after ${firstCard.toFixed(0)} ms, ${atFirst} elements, ${pages.length} pages while scrolling; ` +
      `longest frame ${frames?.longestFrame.toFixed(0)} ms, longest task ${frames?.longestTask.toFixed(0)} ms`,
  )

  await list.evaluate((element) => element.scrollTo({ top: 0 }))
  const { Engaging: [title = ''] = [], Won: [top = ''] = [] } = await api.orderOf(asBoard(loaded))
  await expect(board.titles('Engaging').first()).toHaveText(title)
  // The column draws its top a moment after it is scrolled there.
  await expect(board.titles('Won').first()).toHaveText(top)
  await expect(board.column('Won').getByRole('article').first()).toBeInViewport()
  const engaging = board.column('Engaging').getByRole('article').first()
  const moved = (await engaging.getAttribute('data-card-id')) ?? ''
  const worth = 150_000
  await api.ask('PATCH', `/deals/${moved}`, { value: worth, currency: 'USD' })
  await board.total('Engaging', { short: '$1.5K', full: '$1,500' })
  const from = await engaging.boundingBox()
  const to = await board.column('Won').getByRole('article').first().boundingBox()
  await page.mouse.move((from?.x ?? 0) + 60, (from?.y ?? 0) + 15)
  await page.mouse.down()
  await page.mouse.move((to?.x ?? 0) + 140, (to?.y ?? 0) + 6, { steps: 20 })
  await expect(board.column('Won').locator('[data-insertion-line]')).toBeVisible()
  const answered = page.waitForResponse((reply) => reply.request().method() === 'POST')
  await page.mouse.up()
  const wonTotal = dollars(readCrmSales().opportunities.reduce((sum, row) => sum + wonCents(row), 0) + worth)
  for (const look of [() => answered, () => page.reload(), () => undefined]) {
    await board.counts({ Engaging: '1,588', Won: '4,239' })
    await board.total('Engaging', null)
    await expect(board.titles('Won').first()).toHaveText(title)
    await expect(board.titles('Won').nth(1)).toHaveText(top)
    await look()
  }
  await board.column('Won').locator('[data-total]').hover()
  await expect(page.getByRole('tooltip')).toHaveText(wonTotal)
})

const wonCents = (row: ReturnType<typeof readCrmSales>['opportunities'][number]): number =>
  row.deal_stage === 'Won' ? centsOf(row) : 0

const asBoard = ({ pipelineId, stages }: LoadedCrmSales): MadeBoard => ({
  id: pipelineId,
  name: 'Hardware sales',
  stages,
  cards: {},
})

declare global {
  interface Window {
    framesSeen?: () => { longestFrame: number; longestTask: number }
  }
}

/** Runs in the page: notes how long frames and tasks take from now on. */
function watchFrames(): void {
  let longestFrame = 0
  let longestTask = 0
  let last = performance.now()
  let on = true
  const tick = (now: number) => {
    longestFrame = Math.max(longestFrame, now - last)
    last = now
    if (on) requestAnimationFrame(tick)
  }
  requestAnimationFrame((now) => {
    last = now
    requestAnimationFrame(tick)
  })
  const tasks = new PerformanceObserver((seen) => {
    for (const { duration } of seen.getEntries()) longestTask = Math.max(longestTask, duration)
  })
  tasks.observe({ type: 'longtask' })
  window.framesSeen = () => {
    on = false
    tasks.disconnect()
    return { longestFrame, longestTask }
  }
}
