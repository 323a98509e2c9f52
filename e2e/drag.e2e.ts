import { landed } from './board-screen'
import { expect, requestsOf, test } from './journey'

const three = {
  Lead: [{ name: 'Alder', value: 100_000 }, { name: 'Birch', value: 250_000 }, 'Cedar', 'Damson'],
  Offer: ['Elm', 'Fir', 'Ginkgo'],
  Won: [],
}
const first = { Lead: ['Alder', 'Birch', 'Cedar', 'Damson'], Offer: ['Elm', 'Fir', 'Ginkgo'], Won: [] as string[] }

test.describe('a drag', () => {
  test('lands where the line showed, in one request, and stays there', async ({ api, openBoard }) => {
    const made = await api.makeBoard(three)
    const board = await openBoard(made)
    await board.shows(first)
    const asked = requestsOf(board.page)
    const drags = [
      { title: 'Alder', column: 'Offer', aim: { above: 'Fir' } },
      { title: 'Damson', column: 'Lead', aim: { above: 'Birch' } },
      { title: 'Birch', column: 'Lead', aim: { below: 'Cedar' } },
      { title: 'Ginkgo', column: 'Offer', aim: { above: 'Elm' } },
      { title: 'Elm', column: 'Won', aim: 'end' },
      { title: 'Fir', column: 'Won', aim: { below: 'Elm' } },
      { title: 'Cedar', column: 'Offer', aim: 'end' },
    ] as const
    let columns: Record<string, readonly string[]> = first
    for (const { title, column, aim } of drags) {
      const answered = board.page.waitForResponse((reply) => reply.request().method() === 'POST')
      const line = await board.drag(title, column, aim)
      columns = landed(columns, title, line)
      await board.shows(columns)
      expect((await answered).status()).toBe(200)
      await board.shows(columns)
      expect(await api.orderOf(made)).toEqual(columns)
    }
    expect(columns).toEqual({ Lead: ['Damson', 'Birch'], Offer: ['Ginkgo', 'Alder', 'Cedar'], Won: ['Elm', 'Fir'] })
    expect(asked.filter((request) => !request.startsWith('GET'))).toEqual(
      drags.map(({ title }) => `POST /deals/${made.cards[title]}/stage`),
    )
    await board.page.reload()
    await board.shows(columns)
  })

  test('carries count, total and weighted total along', async ({ api, openBoard }) => {
    const made = await api.makeBoard(three)
    const board = await openBoard(made)
    await board.counts({ Lead: '4', Offer: '3', Won: '0' })
    await board.total('Lead', { short: '$3.5K', full: '$3,500' })
    await board.total('Won', null)
    const answered = board.page.waitForResponse((reply) => reply.request().method() === 'POST')
    await board.drag('Birch', 'Won', 'end')
    for (const look of [() => answered, () => board.page.reload()]) {
      await board.counts({ Lead: '3', Offer: '3', Won: '1' })
      await board.total('Lead', { short: '$1K', full: '$1,000' })
      await board.total('Won', { short: '$2.5K', full: '$2,500' })
      await expect(board.column('Lead').getByText('Weighted $333.33: 33% of the total')).toBeAttached()
      await look()
    }
    await board.counts({ Lead: '3', Offer: '3', Won: '1' })
    await board.total('Won', { short: '$2.5K', full: '$2,500' })
  })

  test('ends without a request when it is dropped where it was, beside the board, or by Escape', async ({
    api,
    openBoard,
  }) => {
    const board = await openBoard(await api.makeBoard(three))
    const { page } = board
    await board.shows(first)
    const asked = requestsOf(page)
    await board.lift('Birch')
    await board.drop()
    await board.lift('Birch')
    await board.hold('Offer', { above: 'Elm' })
    await page.mouse.move(30, 400, { steps: 5 })
    await expect(page.locator('[data-insertion-line]')).toHaveCount(0)
    await board.drop()
    await board.lift('Birch')
    await board.hold('Offer', { above: 'Elm' })
    await page.keyboard.press('Escape')
    await board.drop()
    await board.shows(first)
    await board.drag('Birch', 'Won', 'end')
    await board.counts({ Won: '1' })
    expect(asked.filter((request) => !request.startsWith('GET'))).toHaveLength(1)
  })

  test('made while another has no answer yet is kept, and both arrive', async ({ api, openBoard }) => {
    const made = await api.makeBoard(three)
    const board = await openBoard(made)
    await board.shows(first)
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    await board.page.route(`**/deals/${made.cards.Alder}/stage`, async (route) => {
      await held
      await route.continue()
    })
    await board.drag('Alder', 'Offer', { above: 'Fir' })
    await board.drag('Elm', 'Lead', { above: 'Cedar' })
    // Beside the card that is still on its way.
    await board.drag('Ginkgo', 'Offer', { above: 'Fir' })
    const columns = { Lead: ['Birch', 'Elm', 'Cedar', 'Damson'], Offer: ['Alder', 'Ginkgo', 'Fir'], Won: [] }
    await board.shows(columns)
    release()
    await expect.poll(() => api.orderOf(made)).toEqual(columns)
    await board.shows(columns)
  })
})

test.describe('a refusal', () => {
  test('puts the card back, says why in words, and keeps the drag made meanwhile', async ({ api, openBoard }) => {
    const made = await api.makeBoard(three)
    const gate = { required_fields: ['owner_id', 'expected_close'] }
    await api.ask('PATCH', `/pipelines/${made.id}/stages/${made.stages.Offer}`, gate)
    const board = await openBoard(made)
    await board.shows(first)
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    await board.page.route(`**/deals/${made.cards.Birch}/stage`, async (route) => {
      await held
      await route.continue()
    })
    await board.drag('Birch', 'Offer', { above: 'Fir' })
    await board.shows({ Lead: ['Alder', 'Cedar', 'Damson'], Offer: ['Elm', 'Birch', 'Fir', 'Ginkgo'] })
    await board.drag('Alder', 'Won', 'end')
    release()
    await expect(board.page.getByText('Birch is back where it was')).toBeVisible()
    await expect(board.page.getByText('It needs an owner and a close date before it can enter Offer.')).toBeVisible()
    const columns = { Lead: ['Birch', 'Cedar', 'Damson'], Offer: first.Offer, Won: ['Alder'] }
    await board.shows(columns)
    await board.counts({ Lead: '3', Offer: '3', Won: '1' })
    await board.total('Lead', { short: '$2.5K', full: '$2,500' })
    expect(await api.orderOf(made)).toEqual(columns)
  })

  test('of a server that is away puts the card back, and the next try succeeds', async ({ api, openBoard }) => {
    const board = await openBoard(await api.makeBoard(three))
    await board.shows(first)
    await board.page.route('**/deals/*/stage', (route) => route.abort())
    await board.drag('Alder', 'Won', 'end')
    await expect(board.page.getByText('The server could not be reached.')).toBeVisible()
    await board.shows(first)
    await board.page.unroute('**/deals/*/stage')
    await board.drag('Alder', 'Won', 'end')
    await board.shows({ ...first, Lead: ['Birch', 'Cedar', 'Damson'], Won: ['Alder'] })
  })
})

test.describe('the menu of a card', () => {
  test('moves it by mouse to the top or the bottom of a stage', async ({ api, openBoard }) => {
    const made = await api.makeBoard(three)
    const board = await openBoard(made)
    const asked = requestsOf(board.page)
    await (await board.openMenu('Birch')).getByRole('menuitem', { name: 'Offer' }).click()
    await board.shows({ Lead: ['Alder', 'Cedar', 'Damson'], Offer: ['Birch', 'Elm', 'Fir', 'Ginkgo'] })
    const menu = await board.openMenu('Cedar')
    await menu.getByRole('menuitemradio', { name: 'At the bottom' }).click()
    await menu.getByRole('menuitem', { name: 'Offer' }).click()
    const columns = { Lead: ['Alder', 'Damson'], Offer: ['Birch', 'Elm', 'Fir', 'Ginkgo', 'Cedar'], Won: [] }
    await board.shows(columns)
    await expect.poll(() => api.orderOf(made)).toEqual(columns)
    expect(asked.filter((request) => !request.startsWith('GET'))).toHaveLength(2)
  })

  test('moves it by the keyboard alone, and the focus goes with the card', async ({ api, openBoard }) => {
    const made = await api.makeBoard(three)
    const board = await openBoard(made)
    const { page } = board
    await board.card('Alder').focus()
    await page.keyboard.press('ArrowDown')
    await expect(board.card('Birch')).toBeFocused()
    await page.keyboard.press('ArrowRight')
    await expect(board.card('Fir')).toBeFocused()
    await page.keyboard.press('ArrowLeft')
    await expect(board.card('Birch')).toBeFocused()
    await page.keyboard.press('Tab')
    await expect(board.moveButton('Birch')).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('menuitem', { name: 'Lead' })).toBeFocused()
    await page.keyboard.press('ArrowDown')
    await expect(page.getByRole('menuitem', { name: 'Offer' })).toBeFocused()
    await page.keyboard.press('ArrowDown')
    await expect(page.getByRole('menuitem', { name: 'Won' })).toBeFocused()
    await page.keyboard.press('Enter')
    const columns = { Lead: ['Alder', 'Cedar', 'Damson'], Offer: first.Offer, Won: ['Birch'] }
    await board.shows(columns)
    await expect(board.card('Birch')).toBeFocused()
    await expect.poll(() => api.orderOf(made)).toEqual(columns)
  })
})
