import { newId } from '@/lib/domain/id'
import { expect, requestsOf, test } from './journey'

const cards = { Lead: ['Alder', 'Birch'], Won: ['Cedar'] }

test.describe('quick add', () => {
  test('saves a card once, however often its answer gets lost', async ({ api, openBoard }) => {
    const made = await api.makeBoard(cards)
    const board = await openBoard(made)
    const { page } = board
    const keys: (string | undefined)[] = []
    await page.route('**/api/v1/deals', async (route) => {
      keys.push(route.request().headers()['idempotency-key'])
      if (keys.length > 2) return route.continue()
      // It arrives, but its answer does not.
      await route.fetch()
      await route.abort()
    })
    await page.getByRole('button', { name: 'Create deal' }).click()
    const title = page.getByLabel('Title of the new deal')
    await title.fill('Damson')
    for (const attempt of [1, 2]) {
      await title.press('Enter')
      await expect(page.getByRole('alert').filter({ hasText: '“Damson” was not saved' })).toBeVisible()
      await expect(title).toHaveValue('Damson')
      await expect.poll(() => keys.length).toBe(attempt)
    }
    await title.press('Enter')
    await expect(title).toHaveValue('')
    await board.shows({ Lead: ['Alder', 'Birch', 'Damson'] })
    await title.fill('Damson')
    await title.press('Enter')
    await board.shows({ Lead: ['Alder', 'Birch', 'Damson', 'Damson'] })
    expect(new Set(keys).size).toBe(2)
    expect((await api.orderOf(made)).Lead).toEqual(['Alder', 'Birch', 'Damson', 'Damson'])
  })

  test('says what is wrong with what was typed, and what a stage asks for', async ({ api, openBoard }) => {
    const made = await api.makeBoard(cards)
    await api.ask('PATCH', `/pipelines/${made.id}/stages/${made.stages.Won}`, { required_fields: ['company_id'] })
    const board = await openBoard(made)
    const { page } = board
    await board.column('Won').getByRole('button', { name: 'Add deal to Won' }).click()
    const title = page.getByLabel('Title of the new deal')
    await title.press('Enter')
    await expect(page.getByText('A deal needs a title')).toBeVisible()
    await title.fill('Damson')
    await page.getByLabel(/^Amount in/).fill('a lot')
    await title.press('Enter')
    await expect(page.getByText('The amount must be a number')).toBeVisible()
    await page.getByLabel(/^Amount in/).fill('')
    await title.press('Enter')
    await expect(page.getByText('It needs a company before it can enter Won.')).toBeVisible()
    await expect(title).toHaveValue('Damson')
    await board.shows(cards)
  })
})

test('boards are switched from the title, and each has its address and its name', async ({ api, openBoard }) => {
  const people = await api.makeBoard({ Applied: ['Noor'] }, 'Hiring')
  const board = await openBoard(await api.makeBoard(cards, 'Sales'))
  const { page } = board
  await board.shows(cards)
  await expect(page).toHaveTitle('Sales · Throughline')
  await page.getByRole('heading', { level: 1 }).getByRole('button', { name: 'Sales' }).click()
  await page.getByRole('menuitem', { name: 'Hiring' }).click()
  await expect(page).toHaveURL(new RegExp(`/boards/${people.id}$`))
  await board.shows({ Applied: ['Noor'] })
  await expect(page).toHaveTitle('Hiring · Throughline')
  await page.goBack()
  await board.shows(cards)
  await expect(page).toHaveTitle('Sales · Throughline')
  await page.getByRole('navigation', { name: 'Workspace' }).first().getByRole('link', { name: 'Boards' }).click()
  await page.getByRole('main').getByRole('link', { name: 'Hiring' }).click()
  await board.shows({ Applied: ['Noor'] })
})

test('a viewer sees everything, can move nothing, and learns why', async ({ api, openBoard, workspace }) => {
  const made = await api.makeBoard(cards)
  const board = await openBoard(made, await workspace.member('viewer'))
  const { page } = board
  const why = 'You can look but not change: ask an admin to make you an editor'
  await board.shows(cards)
  await board.counts({ Lead: '2', Won: '1' })
  const asked = requestsOf(page)
  await board.lift('Alder')
  await page.mouse.move(700, 300, { steps: 10 })
  await expect(page.locator('[data-insertion-line]')).toHaveCount(0)
  await board.drop()
  await expect(page.getByRole('button', { name: 'Create deal' })).toBeDisabled()
  await page.getByRole('button', { name: 'Create deal' }).hover()
  await expect(page.getByRole('tooltip')).toHaveText(why)
  await page.getByRole('button', { name: 'Create deal' }).click({ force: true })
  await expect(page.getByLabel('Title of the new deal')).toHaveCount(0)
  await expect(board.column('Lead').getByRole('button', { name: 'Add deal to Lead' })).toBeDisabled()
  await board.card('Alder').hover()
  await expect(board.moveButton('Alder')).toBeDisabled()
  await board.moveButton('Alder').hover()
  await expect(page.getByRole('tooltip')).toHaveText(why)
  await board.moveButton('Alder').click({ force: true })
  await expect(page.getByRole('menu')).toHaveCount(0)
  await api.ask('POST', `/deals/${made.cards.Birch}/stage`, { stage_id: made.stages.Won })
  await board.shows({ Lead: ['Alder'], Won: ['Cedar', 'Birch'] })
  expect(asked.filter((request) => !request.startsWith('GET'))).toEqual([])
})

test.describe('a board', () => {
  test('that is slow shows its shape, and then itself', async ({ api, enter, workspace }) => {
    const made = await api.makeBoard(cards)
    const page = await enter()
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    await page.route('**/pipelines/*/board**', async (route) => {
      await held
      await route.continue()
    })
    await page.goto(`/${workspace.slug}/boards/${made.id}`)
    await expect(page.getByText('Loading the board')).toBeAttached()
    release()
    await expect(page.getByRole('article')).toHaveCount(3)
    await expect(page.getByText('Loading the board')).toHaveCount(0)
  })

  test('that cannot be loaded says so, and loads on a retry', async ({ api, enter, workspace }) => {
    const made = await api.makeBoard(cards)
    const page = await enter()
    await page.route('**/pipelines/*/board**', (route) => route.abort())
    await page.goto(`/${workspace.slug}/boards/${made.id}`)
    const alert = page.getByRole('alert').filter({ hasText: 'The board could not be loaded' })
    await expect(alert).toBeVisible({ timeout: 15_000 })
    await expect(alert).toContainText('Nothing on it was changed.')
    await page.unroute('**/pipelines/*/board**')
    await alert.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByRole('article')).toHaveCount(3)
  })

  test('without cards says so in every column, and takes the first', async ({ api, openBoard }) => {
    const board = await openBoard(await api.makeBoard({ Lead: [], Won: [] }))
    await expect(board.column('Lead').getByText('No deals here yet')).toBeVisible()
    await expect(board.column('Won').getByText('No deals here yet')).toBeVisible()
    await board.page.getByRole('button', { name: 'Create deal' }).click()
    await board.page.getByLabel('Title of the new deal').fill('Alder')
    await board.page.keyboard.press('Enter')
    await board.shows({ Lead: ['Alder'], Won: [] })
    await board.drag('Alder', 'Won', 'end')
    await board.shows({ Lead: [], Won: ['Alder'] })
    await expect(board.column('Lead').getByText('No deals here yet')).toBeVisible()
  })

  test('that is not there, or in the trash, leads to those that are', async ({ api, enter, workspace }) => {
    const made = await api.makeBoard(cards)
    await api.makeBoard(cards, 'Another')
    await api.ask('DELETE', `/pipelines/${made.id}`)
    const page = await enter()
    for (const id of [newId(), made.id, 'nonsense']) {
      await page.goto(`/${workspace.slug}/boards/${id}`)
      await expect(page.getByText('There is no such board here')).toBeVisible()
    }
    await page.getByRole('link', { name: 'See all boards' }).click()
    await expect(page.getByRole('main').getByRole('link', { name: 'Another' })).toBeVisible()
  })

  test('whose session has ended says so, and comes back after signing in', async ({ api, openBoard, workspace }) => {
    const made = await api.makeBoard(cards)
    const board = await openBoard(made)
    const { page } = board
    await board.shows(cards)
    await page.context().clearCookies()
    await board.drag('Alder', 'Won', 'end')
    await expect(page.getByText('Your session has ended: sign in again.')).toBeVisible()
    await board.shows(cards)
    await page.getByRole('alert').getByRole('link', { name: 'sign in again' }).click()
    await page.getByLabel('E-mail').fill(workspace.adminEmail)
    await page.getByLabel('Password').fill('correct horse battery')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page).toHaveURL(`/${workspace.slug}/boards/${made.id}`)
    await board.shows(cards)
  })
})
