import type { Page } from '@playwright/test'
import { expectAccessible } from './accessible'
import { expect, type Integration, test } from './journey'

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }
const wide = { viewport: { width: 2560, height: 1300 } }
const longWord = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'

/** Cards of every kind that a board has to bear. */
async function manifold(api: Integration) {
  const company = (await api.ask('POST', '/records/companies', { name: 'مخبز الياسمين' })).body.data.id
  const made = await api.makeBoard({
    Lead: [
      { name: 'A deal like any other', value: 1_250_000, currency: 'USD', tags: ['pilot'] },
      {
        name: 'تحديث نظام الطلبات لخمسة فروع',
        company_id: company,
        value: 99_900_000_000,
        currency: 'EUR',
        expected_close: '2020-02-29',
        tags: ['one tag', 'another, longer tag', longWord],
      },
      { name: longWord, created_at: '2019-01-01T00:00:00Z', stage_entered_at: '2019-01-01T00:00:00Z' },
      'A title that goes on and on, over more than the two lines that a card has for it, until it is cut somewhere',
    ],
    [longWord]: [],
    Won: [{ name: 'Won already', value: 5_000, currency: 'JPY' }],
    Lost: [],
  })
  const stage = (name: string, change: object) =>
    api.ask('PATCH', `/pipelines/${made.id}/stages/${made.stages[name]}`, change)
  await stage('Lead', { wip_limit: 2, probability: 0.25, color: '#f5f5f5' })
  await stage('Won', { color: '#000000' })
  return made
}

/** How far the page itself can be scrolled sideways, in pixels. */
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)

test('on a phone a board is walked by its strip of stages, and cards move by their menu', async ({
  api,
  openBoard,
}) => {
  const made = await api.makeBoard({ Lead: ['Alder', 'Birch'], Offer: ['Cedar'], Talk: [], Won: [] })
  const board = await openBoard(made, undefined, phone)
  const { page } = board
  await board.shows({ Lead: ['Alder', 'Birch'] })
  expect(await overflow(page)).toBe(0)
  const strip = page.getByRole('navigation', { name: 'Stages' })
  await expect(strip.getByRole('button', { name: 'Lead 2' })).toHaveAttribute('aria-current', 'true')
  await expect(board.column('Won')).not.toBeInViewport({ ratio: 0.5 })
  await strip.getByRole('button', { name: 'Won 0' }).tap()
  await expect(strip.getByRole('button', { name: 'Won 0' })).toHaveAttribute('aria-current', 'true')
  await expect(board.column('Won')).toBeInViewport({ ratio: 0.9 })
  await strip.getByRole('button', { name: 'Lead 2' }).tap()
  await expect(board.column('Lead')).toBeInViewport({ ratio: 0.9 })
  await board.moveButton('Birch').tap()
  await page.getByRole('menuitem', { name: 'Offer' }).tap()
  await board.shows({ Lead: ['Alder'], Offer: ['Birch', 'Cedar'] })
  await expect.poll(() => api.orderOf(made)).toEqual({ Lead: ['Alder'], Offer: ['Birch', 'Cedar'], Talk: [], Won: [] })
  await page.getByRole('button', { name: 'You' }).tap()
  await page.getByRole('menuitemradio', { name: 'Dark' }).tap()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test('on a phone a long press lifts a card, and a swipe does not', async ({ api, openBoard }) => {
  const made = await api.makeBoard({ Lead: ['Alder', 'Birch', 'Cedar'], Won: [] })
  const board = await openBoard(made, undefined, phone)
  const { page } = board
  await board.shows({ Lead: ['Alder', 'Birch', 'Cedar'] })
  const touch = await page.context().newCDPSession(page)
  const finger = (type: 'touchStart' | 'touchMove' | 'touchEnd', y?: number) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x: 120, y }] })
  const alder = await board.card('Alder').boundingBox()
  const cedar = await board.card('Cedar').boundingBox()
  if (!alder || !cedar) throw new Error('the cards are not on the screen')
  await finger('touchStart', alder.y + 20)
  for (let step = 1; step <= 5; step++) await finger('touchMove', alder.y + 20 + step * 12)
  await expect(page.locator('[data-dragging]')).toHaveCount(0)
  await finger('touchEnd')
  await finger('touchStart', alder.y + 20)
  await expect(page.locator('[data-dragging]')).toHaveCount(1)
  for (let step = 1; step <= 5; step++) await finger('touchMove', alder.y + ((cedar.y + 40 - alder.y) * step) / 5)
  await expect(page.locator('[data-insertion-line]')).toBeVisible()
  await finger('touchEnd')
  await board.shows({ Lead: ['Birch', 'Cedar', 'Alder'] })
})

for (const [name, options] of Object.entries({ 'a phone': phone, 'a very wide screen': wide })) {
  test(`on ${name} no card, however long its words, breaks the page`, async ({ api, openBoard, workspace }) => {
    const made = await manifold(api)
    const board = await openBoard(made, undefined, options)
    const { page } = board
    await expect(board.titles('Lead')).toHaveCount(4)
    expect(await overflow(page)).toBe(0)
    const spilled = await page.getByRole('article').evaluateAll((cards) =>
      cards.flatMap((card) =>
        [...card.querySelectorAll('*')]
          .filter((part) => part.getBoundingClientRect().right > card.getBoundingClientRect().right + 0.5)
          .filter((part) => !part.classList.contains('sr-only'))
          .map((part) => part.outerHTML),
      ),
    )
    expect(spilled).toEqual([])
    for (const header of await page.locator('[data-stage-id] > header').all()) {
      expect(await header.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0)
    }
    await expectAccessible(page, 'board')
    for (const path of [`/${workspace.slug}/boards`, '/no-such-page']) {
      await page.goto(path)
      expect(await overflow(page), path).toBe(0)
    }
  })
}

test.describe('nothing is hard to reach or to read', () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`in the ${colorScheme} theme`, async ({ api, browser, baseURL, openBoard, workspace, watch }) => {
      const outsider = await browser.newContext({ baseURL, colorScheme })
      const outside = await outsider.newPage()
      watch(outside)
      await outside.goto('/sign-in')
      await outside.getByRole('button', { name: 'Sign in' }).click()
      await expect(outside.getByText('Enter your e-mail')).toBeVisible()
      await expectAccessible(outside, 'sign-in')
      await outsider.close()

      const made = await manifold(api)
      const { page } = await openBoard(made, undefined, { colorScheme })
      await expect(page.getByRole('article')).toHaveCount(5)
      await expectAccessible(page, 'board')
      await page.getByRole('article').first().hover()
      await page.getByRole('article').first().getByRole('button').click()
      await expect(page.getByRole('menu')).toBeVisible()
      await expectAccessible(page, 'menu')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Create deal' }).click()
      await page.keyboard.press('Enter')
      await expect(page.getByText('A deal needs a title')).toBeVisible()
      await expectAccessible(page, 'quick add')
      await page.goto(`/${workspace.slug}/boards`)
      await expect(page.getByRole('main').getByRole('link', { name: 'Sales' })).toBeVisible()
      await expectAccessible(page, 'list of boards')
      await page.getByRole('button', { name: 'Create board' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Create board' }).click()
      await expect(page.getByText('Name the board')).toBeVisible()
      await expectAccessible(page, 'dialog')
    })
  }
})
