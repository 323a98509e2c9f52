import type { Locator, Page } from '@playwright/test'
import { newId } from '@/lib/domain/id'
import { expectAccessible } from './accessible'
import { expect, test } from './journey'

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }
const open = encodeURIComponent(
  JSON.stringify({ type: 'AND', conditions: [{ field: 'is_completed', operator: 'equals', value: false }] }),
)
const edges = async (part: Locator) => {
  const box = await part.boundingBox()
  if (!box) throw new Error(`${part} is not on the screen`)
  return { left: box.x, right: box.x + box.width }
}
const cards = { Lead: ['Alder', 'Birch'], Offer: ['Cedar'], Won: [] }

const drawer = (page: Page): Locator => page.getByRole('dialog')
const title = (page: Page): Locator => drawer(page).getByRole('heading', { level: 2 })
const fact = (page: Page, name: string): Locator =>
  drawer(page)
    .locator('dl > div')
    .filter({ has: page.locator('dt', { hasText: new RegExp(`^${name}$`) }) })
    .locator('dd')

test.describe('a record beside its board', () => {
  test('opens by a click, changes with the card that is pressed, and Escape gives the focus back', async ({
    api,
    openBoard,
    workspace,
  }) => {
    const company = (await api.ask('POST', '/records/companies', { name: 'Northwind' })).body.data.id
    const contact = (await api.ask('POST', '/records/contacts', { name: 'Bea Northwind' })).body.data.id
    const made = await api.makeBoard({
      Lead: [
        {
          name: 'Alder',
          value: 1_250_000,
          currency: 'USD',
          company_id: company,
          contact_id: contact,
          owner_id: workspace.adminId,
          expected_close: '2020-02-29',
          tags: ['pilot', 'fair'],
          description: 'First line\nSecond line',
        },
        'Birch',
      ],
      Won: [],
    })
    const board = await openBoard(made)
    const { page } = board
    await board.card('Alder').click()
    await expect(title(page)).toHaveText('Alder')
    await expect(drawer(page)).toBeFocused()
    await expect(page).toHaveURL(`/${workspace.slug}/boards/${made.id}?record=${made.cards.Alder}`)
    await expect(fact(page, 'Stage')).toHaveText(/^Lead/)
    await expect(fact(page, 'Value')).toHaveText('$12,500')
    await expect(fact(page, 'Company').getByRole('link')).toHaveText('Northwind')
    await expect(fact(page, 'Contact').getByRole('link')).toHaveText('Bea Northwind')
    await expect(fact(page, 'Owner')).toContainText('Ada Admin')
    await expect(fact(page, 'Expected close')).toHaveText('Feb 29, 2020 (overdue)')
    await expect(fact(page, 'Tags').getByRole('listitem')).toHaveText(['pilot', 'fair'])
    await expect(fact(page, 'Description')).toHaveText('First line\nSecond line')
    await expect(board.card('Alder')).toHaveAttribute('aria-current', 'true')

    await board.card('Birch').click()
    await expect(title(page)).toHaveText('Birch')
    await expect(fact(page, 'Value')).toContainText('Not set')
    await page.keyboard.press('Escape')
    await expect(drawer(page)).toHaveCount(0)
    await expect(board.card('Birch')).toBeFocused()
    await expect(page).toHaveURL(`/${workspace.slug}/boards/${made.id}`)
  })

  test('opens by Enter and by the card’s menu, and closes by its cross', async ({ api, openBoard }) => {
    const made = await api.makeBoard(cards)
    const board = await openBoard(made)
    const { page } = board
    await board.card('Alder').focus()
    await page.keyboard.press('ArrowDown')
    await expect(board.card('Birch')).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(title(page)).toHaveText('Birch')
    await expect(drawer(page)).toBeFocused()
    await drawer(page).getByRole('button', { name: 'Close' }).click()
    await expect(drawer(page)).toHaveCount(0)
    await expect(board.card('Birch')).toBeFocused()

    const menu = await board.openMenu('Cedar')
    await menu.getByRole('menuitem', { name: 'Open deal' }).click()
    await expect(title(page)).toHaveText('Cedar')
    await expect(menu).toBeHidden()
    await expect(drawer(page)).toBeFocused()
    await board.openMenu('Alder')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('menu')).toBeHidden()
    await expect(title(page)).toHaveText('Cedar')
  })

  test('is closed by Escape while a hint shows as well', async ({ api, openBoard }) => {
    const made = await api.makeBoard(cards)
    const board = await openBoard(made)
    const { page } = board
    await board.card('Alder').press('Enter')
    await expect(title(page)).toHaveText('Alder')
    await board.card('Birch').getByText('No next step').hover()
    await expect(page.getByRole('tooltip')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(drawer(page)).toHaveCount(0)
    await expect(page.getByRole('tooltip')).toHaveCount(0)
  })

  test('opens by its address, and the back button closes what was opened', async ({ api, openBoard, workspace }) => {
    const made = await api.makeBoard(cards)
    const board = await openBoard(made)
    const { page } = board
    const here = `/${workspace.slug}/boards/${made.id}`
    await board.card('Cedar').click()
    await expect(title(page)).toHaveText('Cedar')
    await page.goBack()
    await expect(drawer(page)).toHaveCount(0)
    await expect(board.card('Cedar')).toBeFocused()
    await page.goForward()
    await expect(title(page)).toHaveText('Cedar')

    await page.goto(`${here}?record=${made.cards.Birch}`)
    await expect(title(page)).toHaveText('Birch')
    await expect(drawer(page)).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(page).toHaveURL(here)
    await expect(board.card('Birch')).toBeFocused()

    await page.goto(`/${workspace.slug}/records/opportunities/${made.cards.Birch}`)
    await expect(page).toHaveURL(`${here}?record=${made.cards.Birch}`)
    await expect(title(page)).toHaveText('Birch')
  })

  test('stays shut while cards are dragged, and open while they are', async ({ api, openBoard }) => {
    const made = await api.makeBoard(cards)
    const board = await openBoard(made)
    const { page } = board
    await board.drag('Alder', 'Offer', 'end')
    await board.shows({ Lead: ['Birch'], Offer: ['Cedar', 'Alder'] })
    const lifted = page.locator('[data-dragging]')
    await board.lift('Birch')
    await expect(lifted).toHaveCount(1)
    await board.drop()
    await expect(lifted).toHaveCount(0)
    await board.shows({ Lead: ['Birch'] })
    await expect(drawer(page)).toHaveCount(0)

    // A click right behind a drop would be taken for its end.
    await board.card('Alder').press('Enter')
    await expect(fact(page, 'Stage')).toHaveText(/^Offer/)
    await board.drag('Cedar', 'Lead', { above: 'Birch' })
    await board.shows({ Lead: ['Cedar', 'Birch'], Offer: ['Alder'] })
    await expect(title(page)).toHaveText('Alder')
    await board.drag('Alder', 'Lead', { above: 'Cedar' })
    await expect(fact(page, 'Stage')).toHaveText(/^Lead/)
    // The drag before has scrolled the board under its edge.
    await board.card('Birch').scrollIntoViewIfNeeded()
    await board.lift('Birch')
    await expect(lifted).toHaveCount(1)
    await page.keyboard.press('Escape')
    await expect(lifted).toHaveCount(0)
    await page.mouse.up()
    await expect(title(page)).toHaveText('Alder')
    await board.shows({ Lead: ['Alder', 'Cedar', 'Birch'], Offer: [] })
  })

  test('shows what colleagues change, and that the record is gone', async ({ api, openBoard }) => {
    const made = await api.makeBoard(cards)
    const board = await openBoard(made)
    const { page } = board
    await board.card('Alder').click()
    await expect(title(page)).toHaveText('Alder')
    await api.ask('PATCH', `/deals/${made.cards.Alder}`, { name: 'Red alder', value: 99_900, currency: 'EUR' })
    await expect(title(page)).toHaveText('Red alder')
    await expect(fact(page, 'Value')).toHaveText('€999')
    await api.ask('POST', `/deals/${made.cards.Alder}/stage`, { stage_id: made.stages.Won })
    await expect(fact(page, 'Stage')).toHaveText(/^Won/)
    await api.ask('DELETE', `/deals/${made.cards.Alder}`)
    await expect(drawer(page).getByRole('heading', { name: 'This deal was deleted' })).toBeVisible()
    await drawer(page).getByRole('button', { name: 'Back to the board' }).filter({ hasText: 'Back' }).click()
    await expect(drawer(page)).toHaveCount(0)
    await expect(board.card('Birch')).toBeFocused()
  })

  test('says what an old, a foreign and a broken address leads to', async ({ api, openBoard, workspace }) => {
    const [made, other] = [await api.makeBoard(cards), await api.makeBoard({ Lead: ['Damson'], Won: [] }, 'Partners')]
    const board = await openBoard(made)
    const { page } = board
    const here = `/${workspace.slug}/boards/${made.id}`
    for (const id of [newId(), 'nonsense']) {
      await page.goto(`${here}?record=${id}`)
      await expect(drawer(page).getByRole('heading', { name: 'There is no such deal here' })).toBeVisible()
      await drawer(page).getByRole('button', { name: 'Back to the board' }).filter({ hasText: 'Back' }).click()
      await expect(page).toHaveURL(here)
    }
    await page.goto(`${here}?record=${other.cards.Damson}`)
    await expect(drawer(page).getByRole('heading', { name: 'This deal is on another board' })).toBeVisible()
    await drawer(page).getByRole('link', { name: 'Open it there' }).click()
    await expect(page).toHaveURL(`/${workspace.slug}/boards/${other.id}?record=${other.cards.Damson}`)
    await expect(title(page)).toHaveText('Damson')

    await page.route(`**/api/v1/deals/${made.cards.Alder}`, (route) => route.abort())
    await page.goto(`${here}?record=${made.cards.Alder}`)
    await expect(drawer(page).getByRole('alert')).toContainText('The deal could not be loaded', { timeout: 15_000 })
    await page.unroute(`**/api/v1/deals/${made.cards.Alder}`)
    await drawer(page).getByRole('button', { name: 'Try again' }).click()
    await expect(title(page)).toHaveText('Alder')
  })

  test('is the whole page on a phone', async ({ api, openBoard, workspace }) => {
    const made = await api.makeBoard(cards)
    const board = await openBoard(made, undefined, phone)
    const { page } = board
    await board.card('Birch').tap()
    await expect(title(page)).toHaveText('Birch')
    await expect(board.card('Birch')).toBeHidden()
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0)
    await expectAccessible(page, 'drawer on a phone')
    await page.goBack()
    await expect(board.card('Birch')).toBeVisible()
    await expect(drawer(page)).toHaveCount(0)
    await board.card('Birch').tap()
    await drawer(page).getByRole('button', { name: 'Back to the board' }).tap()
    await expect(board.card('Birch')).toBeFocused()
    await expect(page).toHaveURL(`/${workspace.slug}/boards/${made.id}`)
  })

  test('lets somebody look who may change nothing', async ({ api, openBoard, workspace }) => {
    const made = await api.makeBoard(cards)
    const board = await openBoard(made, await workspace.member('viewer'))
    await board.card('Alder').click()
    await expect(title(board.page)).toHaveText('Alder')
  })
})

test.describe('the tasks of a record', () => {
  const toDo = (page: Page): Locator => page.getByRole('list', { name: 'To do' }).getByRole('listitem')
  const title = (page: Page): Locator => page.getByLabel('Add a task')
  const hour = 3_600_000
  const linked = (...records: [type: string, id: string | undefined][]) => ({
    linked_entities: records.map(([type, id]) => ({ type, id })),
  })

  test('are added and completed there, and every board shows the next step', async ({ api, openBoard, workspace }) => {
    const made = await api.makeBoard(cards)
    const mine = await openBoard(made)
    const theirs = await openBoard(made, await workspace.member('editor'))
    await expect(theirs.card('Alder')).toContainText('No next step')
    await mine.card('Alder').click()
    const { page } = mine
    await expect(page.getByText('Nothing is planned.')).toBeVisible()
    await title(page).fill('Call Bea tomorrow at 14:30')
    await title(page).press('Enter')
    await expect(toDo(page)).toHaveText([/Call Bea.*Tomorrow 2:30/])
    await expect(title(page)).toHaveValue('')
    await expect(title(page)).toBeFocused()
    await expect(theirs.card('Alder')).toContainText(/Next step: Call: Call Bea, due .* at 2:30/)
    await expect(theirs.card('Birch')).toContainText('No next step')

    const late = new Date(Date.now() - 49 * hour).toISOString()
    const body = { title: 'Send the offer', due_date: late, action_type: 'email' }
    await api.ask('POST', '/tasks', { ...body, ...linked(['opportunities', made.cards.Alder]) })
    await expect(toDo(page)).toHaveText([/Send the offer.*Overdue/, /Call Bea/])
    await expect(theirs.card('Alder')).toContainText(/Next step: Email: Send the offer, overdue since/)

    await page.getByRole('button', { name: 'Complete Send the offer' }).press('Enter')
    await expect(theirs.card('Alder')).toContainText('Next step: Call: Call Bea')
    await expect(page.getByRole('button', { name: 'Complete Call Bea' })).toBeFocused()
    await expect(toDo(page)).toHaveText([/Call Bea/])
    await expect(page.getByText('What’s next for Alder?')).toHaveCount(0)
    await page.getByRole('button', { name: 'Complete Call Bea' }).click()
    await expect(theirs.card('Alder')).toContainText('No next step')
    await expect(page.getByText('What’s next for Alder?')).toBeVisible()
    await expect(title(page)).toBeFocused()
    await page.getByRole('button', { name: 'Done 2' }).click()
    await expect(page.getByRole('list', { name: 'Done' }).getByRole('listitem')).toHaveText([
      /Call Bea/,
      /Send the offer/,
    ])

    await page.getByRole('button', { name: 'Reopen Send the offer' }).click()
    await expect(toDo(page)).toHaveText([/Send the offer/])
    await expect(page.getByText('What’s next for Alder?')).toHaveCount(0)
    await expect(theirs.card('Alder')).toContainText('Next step: Email: Send the offer')
    await api.ask('POST', `/deals/${made.cards.Alder}/stage`, { stage_id: made.stages.Won })
    await page.getByRole('button', { name: 'Complete Send the offer' }).click()
    await expect(page.getByText('What’s next for Alder?')).toBeVisible()
    // What is won needs no next step.
    await expect(theirs.column('Won').getByRole('article')).not.toContainText('ext step')
  })

  test('are followed by one about the same records, and only whoever completes is asked for it', async ({
    api,
    openBoard,
  }) => {
    const contact = (await api.ask('POST', '/records/contacts', { name: 'Bea' })).body.data.id
    const made = await api.makeBoard(cards)
    const alder = ['opportunities', made.cards.Alder] as [string, string]
    const task = async (name: string, ...records: [string, string][]) =>
      (await api.ask('POST', '/tasks', { title: name, ...linked(...records) })).body.task_id
    const theirs = await task('Call Bea', alder)
    const { page } = await openBoard(made)
    await page.getByRole('article').first().click()
    await expect(toDo(page)).toHaveText([/Call Bea/])
    await api.ask('PUT', `/tasks/${theirs}/complete`)
    await expect(page.getByText('Nothing is planned.')).toBeVisible()
    await expect(title(page)).not.toBeFocused()

    await task('Ask for the contract', alder, ['contacts', contact])
    await page.getByRole('button', { name: 'Complete Ask for the contract' }).click()
    await expect(title(page)).toBeFocused()
    await page.keyboard.type('Read the contract')
    await expect(page.getByRole('button', { name: 'Not so: Bea' })).toBeVisible()
    await title(page).press('Enter')
    await expect(toDo(page)).toHaveText([/Read the contract.*Bea/])
    await expect(page.getByText('What’s next for Alder?')).toHaveCount(0)
    const about = await api.ask('GET', `/tasks?linked_entity_id=${contact}&mode=all&filters=${open}`)
    expect(about.body.data).toMatchObject([{ title: 'Read the contract' }])
    await title(page).fill('Only of the deal')
    await title(page).press('Enter')
    await expect(toDo(page)).toHaveCount(2)
    // The line takes Escape for itself first, to be cleared and left; then the drawer does, wherever the focus is.
    await title(page).fill('Half a thought')
    await page.keyboard.press('Escape')
    await expect(title(page)).toHaveValue('')
    await page.keyboard.press('Escape')
    await expect(title(page)).not.toBeFocused()
    await expect(drawer(page)).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(drawer(page)).toHaveCount(0)
    expect((await api.ask('GET', `/tasks?linked_entity_id=${contact}&filters=${open}`)).body.total).toBe(1)
  })

  test('are saved once, however often an answer gets lost', async ({ api, openBoard }) => {
    const made = await api.makeBoard(cards)
    const board = await openBoard(made)
    const { page } = board
    await board.card('Alder').click()
    const keys: (string | undefined)[] = []
    await page.route('**/api/v1/tasks', async (route) => {
      if (route.request().method() !== 'POST') return route.continue()
      keys.push(route.request().headers()['idempotency-key'])
      if (keys.length > 1) return route.continue()
      // It arrives, but its answer does not.
      await route.fetch()
      await route.abort()
    })
    await title(page).fill('Call Bea')
    await title(page).press('Enter')
    await expect(page.getByRole('alert').filter({ hasText: '“Call Bea” was not saved' })).toBeVisible()
    await expect(title(page)).toHaveValue('Call Bea')
    await title(page).press('Enter')
    await expect(title(page)).toHaveValue('')
    await expect(toDo(page)).toHaveCount(1)
    expect(new Set(keys).size).toBe(1)
  })

  test('can be read by all, and say when they could not', async ({ api, openBoard, workspace }) => {
    const made = await api.makeBoard(cards)
    await api.ask('POST', '/tasks', { title: 'Call Bea', ...linked(['opportunities', made.cards.Alder]) })
    const board = await openBoard(made, await workspace.member('viewer'))
    const { page } = board
    await page.route('**/api/v1/tasks?*', (route) => route.abort())
    await board.card('Alder').click()
    await expect(page.getByRole('alert').filter({ hasText: 'The tasks could not be loaded' })).toBeVisible({
      timeout: 15_000,
    })
    await page.unroute('**/api/v1/tasks?*')
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(toDo(page)).toHaveText([/Call Bea/])
    await expect(page.getByRole('button', { name: 'Complete Call Bea' })).toHaveAttribute('aria-disabled', 'true')
    await expect(title(page)).not.toBeEditable()
  })
})

test('a record on no board has a page of its own', async ({ api, enter, workspace }) => {
  const company = (await api.ask('POST', '/records/companies', { name: 'Northwind' })).body.data.id
  const fields = { email: 'bea@northwind.example', job_title: 'Buyer' }
  const body = { name: 'Bea', company_id: company, fields, description: 'Met at the fair' }
  const contact = (await api.ask('POST', '/records/contacts', body)).body.data
  expect(contact).toBeDefined()
  const page = await enter()
  await page.goto(`/${workspace.slug}/records/contacts/${contact.id}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bea')
  await expect(page).toHaveTitle('Bea · Throughline')
  await expect(page.getByRole('link', { name: 'bea@northwind.example' })).toHaveAttribute(
    'href',
    'mailto:bea@northwind.example',
  )
  await expect(page.locator('dl')).toHaveText(/Job title\s*Buyer/)
  await expect(page.locator('dl')).toHaveText(/Phone\s*–\s*Not set/)
  await page.getByLabel('Add a task').fill('Send a card')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('list', { name: 'To do' })).toContainText('Send a card')
  const about = await api.ask('GET', `/tasks?linked_entity_id=${contact.id}&linked_entity_type=contacts`)
  expect(about.body.data).toMatchObject([{ title: 'Send a card', assigned_to_id: workspace.adminId }])
  await page.getByRole('link', { name: 'Northwind', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Northwind')
  await page.goto(`/${workspace.slug}/records/contacts/${newId()}`)
  await expect(page.getByRole('heading', { name: 'There is no such contact here' })).toBeVisible()
  await page.getByRole('link', { name: 'See all boards' }).click()
  await expect(page).toHaveURL(`/${workspace.slug}/boards`)
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`nothing of it is hard to reach or to read in the ${colorScheme} theme`, async ({
    api,
    openBoard,
    workspace,
  }) => {
    const company = (await api.ask('POST', '/records/companies', { name: 'Northwind' })).body.data.id
    const long = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'
    const made = await api.makeBoard({
      Lead: [
        {
          ...{ name: `${long} ${long} ${long}`, company_id: company, owner_id: workspace.adminId },
          ...{ tags: [long, 'b'], value: 99_900_000_000, currency: 'EUR', description: `${long}\n`.repeat(20) },
          ...{ expected_close: '2020-02-29', created_at: '2019-01-01T00:00:00Z' },
        },
      ],
      Won: [],
    })
    const about = { linked_entities: [{ type: 'opportunities', id: Object.values(made.cards)[0] }] }
    await api.ask('POST', '/tasks', { title: `${long} ${long}`, due_date: '2020-02-29T12:00:00Z', ...about })
    const done = (await api.ask('POST', '/tasks', { title: 'Done', priority: 'high', ...about })).body.task_id
    await api.ask('PUT', `/tasks/${done}/complete`)
    const { page } = await openBoard(made, undefined, { colorScheme, viewport: { width: 1100, height: 800 } })
    await page.getByRole('article').first().click()
    await page.getByRole('button', { name: 'Done 1' }).click()
    await expect(page.getByRole('list', { name: 'Done' })).toBeVisible()
    await expect(fact(page, 'Company').getByRole('link')).toBeVisible()
    await drawer(page).getByRole('button', { name: 'Show all' }).click()
    await expectAccessible(page, 'drawer')
    // Its rows have the room of the drawer, and on a narrower screen that of the page.
    for (const width of [1100, 900, 360]) {
      await page.setViewportSize({ width, height: 800 })
      const row = page.getByRole('list', { name: 'To do' }).getByRole('listitem')
      const { right: dueEnds } = await edges(row.getByRole('time'))
      const { left: faceBegins } = await edges(row.getByRole('img').last())
      expect(dueEnds, `${width} px`).toBeLessThanOrEqual(faceBegins)
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0)
    await page.goto(`/${workspace.slug}/records/companies/${company}`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Northwind')
    await expectAccessible(page, 'page of a record')
  })
}
