import type { Page } from '@playwright/test'
import { expectAccessible } from './accessible'
import { test as base, expect } from './journey'

interface Inbox {
  /** Makes open tasks of the admin, due in a number of days at the end of that day (UTC); gives their ids by title. */
  make(titles: string[], inDays?: number, more?: object): Promise<Record<string, string>>
  /** A task by its id; null when there is none. */
  task(id: string): Promise<Record<string, unknown> | null>
  /** The inbox in a browser of the admin's own. */
  open(address?: string): Promise<Page>
}

const test = base.extend<{ inbox: Inbox }>({
  inbox: async ({ api, enter, workspace }, use) => {
    await use({
      async make(titles, inDays = 0, more = {}) {
        const day = new Date(Date.now() + inDays * 86_400_000).toISOString().slice(0, 10)
        const made: Record<string, string> = {}
        for (const title of titles) {
          const task = { title, due_date: `${day}T23:59:00Z`, assigned_to_id: workspace.adminId, ...more }
          made[title] = (await api.ask('POST', '/tasks', task)).body.task_id
        }
        return made
      },
      task: async (id) => (await api.ask('GET', `/tasks/${id}`)).body.data ?? null,
      async open(address = '') {
        const page = await enter(undefined, { timezoneId: 'UTC' })
        await page.goto(`/${workspace.slug}/tasks${address}`)
        return page
      },
    })
  },
})

const list = (page: Page, name = 'Today') => page.getByRole('list', { name, exact: true }).getByRole('listitem')
const title = (page: Page, name: string) => page.getByRole('link', { name, exact: true })
const bar = (page: Page) => page.getByRole('toolbar', { name: 'Selected tasks' })

test('a task is added in plain words', async ({ api, inbox, workspace }) => {
  const page = await inbox.open()
  await page.getByLabel('Add a task').fill('call Alice tomorrow 9am !high')
  await page.getByLabel('Add a task').press('Enter')
  // What says so goes by itself after a while.
  await page.getByRole('button', { name: 'Show' }).click()
  await expect(list(page, 'Upcoming').filter({ hasText: 'call Alice' })).toBeVisible()
  await expect(page.getByLabel('Add a task')).toHaveValue('')
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
  expect((await api.ask('GET', '/tasks')).body.data[0]).toMatchObject({
    title: 'call Alice',
    action_type: 'call',
    priority: 'high',
    due_date: `${tomorrow}T09:00:00.000Z`,
    assigned_to_id: workspace.adminId,
  })
  expect((await api.ask('GET', '/tasks')).body.total).toBe(1)
})

test('tasks are worked through by keys alone, and each step is undone by a key', async ({ inbox }) => {
  const made = await inbox.make(['One', 'Two', 'Three'])
  const page = await inbox.open()
  await expect(list(page)).toHaveCount(3)
  await page.keyboard.press('j')
  await expect(title(page, 'One')).toBeFocused()
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  await expect(title(page, 'One')).toBeFocused()
  await page.keyboard.press('e')
  await expect(list(page)).toHaveCount(2)
  await expect(title(page, 'Two')).toBeFocused()
  // It is out of sight before the server has answered.
  const isDone = async () => (await inbox.task(made.One ?? ''))?.is_completed
  await expect.poll(isDone).toBe(true)
  await page.keyboard.press('Control+z')
  await expect(list(page)).toHaveCount(3)
  await expect.poll(isDone).toBe(false)

  await title(page, 'Two').focus()
  await page.keyboard.press('s')
  await expect(page.getByRole('menu', { name: 'Snooze Two' })).toBeVisible()
  await page.getByRole('menuitem', { name: /^Tomorrow/ }).press('Enter')
  await expect(list(page)).toHaveCount(2)
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
  await expect.poll(async () => (await inbox.task(made.Two ?? ''))?.due_date).toBe(`${tomorrow}T23:59:00.000Z`)
  await expect(page.locator('[data-title]:focus')).toHaveCount(1)
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
  await expectAccessible(page, 'the keys of the inbox')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('many tasks are changed at once, and undone at once', async ({ inbox }) => {
  const made = await inbox.make(['One', 'Two', 'Three'])
  const page = await inbox.open()
  await expect(list(page)).toHaveCount(3)
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await expect(bar(page).getByRole('status')).toHaveText('2 selected')
  await expectAccessible(page, 'an inbox with a selection')
  await page.keyboard.press('p')
  await expect(page.getByRole('menu', { name: 'Priority of 2 tasks' })).toBeVisible()
  await page.getByRole('menuitem', { name: 'High priority' }).press('Enter')
  const priorities = async () =>
    Promise.all(['One', 'Two', 'Three'].map(async (each) => (await inbox.task(made[each] ?? ''))?.priority))
  await expect(bar(page)).toHaveCount(0)
  await page.getByText('2 tasks are of high priority now').waitFor()
  expect(await priorities()).toEqual(['high', 'high', null])
  await page.keyboard.press('Control+z')
  await expect.poll(priorities).toEqual([null, null, null])

  await title(page, 'One').focus()
  await page.keyboard.press('x')
  await page.keyboard.press('j')
  await page.keyboard.press('Shift+x')
  await bar(page).getByRole('button', { name: 'Delete' }).click()
  await expect(list(page)).toHaveCount(1)
  await expect.poll(() => inbox.task(made.One ?? '')).toBeNull()
  await page.keyboard.press('Control+z')
  await expect(list(page)).toHaveCount(3)
  await expect.poll(async () => (await inbox.task(made.One ?? ''))?.title).toBe('One')
})

test('what cannot be changed is said, and is back as it was', async ({ inbox }) => {
  const made = await inbox.make(['One', 'Two'])
  const page = await inbox.open()
  await expect(list(page)).toHaveCount(2)
  await page.route(`**/api/v1/tasks/${made.Two}/complete`, (route) => route.abort())
  await title(page, 'Two').focus()
  await page.keyboard.press('e')
  await expect(page.getByText('“Two” was not completed')).toBeVisible()
  await expect(title(page, 'Two')).toBeVisible()
  expect((await inbox.task(made.Two ?? ''))?.is_completed).toBe(false)
})

test('what is taken back before the server has answered is taken back once it has', async ({ inbox }) => {
  const made = await inbox.make(['One', 'Two'])
  const page = await inbox.open()
  await expect(list(page)).toHaveCount(2)
  let answer = () => {}
  const held = new Promise<void>((resolve) => {
    answer = resolve
  })
  await page.route(`**/api/v1/tasks/${made.One}/complete`, async (route) => {
    await held
    await route.continue()
  })
  const undone = page.waitForResponse((reply) => reply.url().endsWith('/undo'))
  await title(page, 'One').focus()
  await page.keyboard.press('e')
  await page.keyboard.press('Control+z')
  await expect(list(page)).toHaveCount(1)
  answer()
  expect((await undone).status()).toBe(200)
  await expect(list(page)).toHaveCount(2)
  expect((await inbox.task(made.One ?? ''))?.is_completed).toBe(false)
  await expect(page.getByText('Undone: “One” is done')).toBeVisible()
})

test('what is typed into a menu chooses at once', async ({ inbox }) => {
  const made = await inbox.make(['One', 'Two'])
  const page = await inbox.open()
  await expect(list(page)).toHaveCount(2)
  await title(page, 'One').focus()
  await page.keyboard.press('p')
  await expect(page.getByRole('menu', { name: 'Priority of One' })).toBeVisible()
  // Both keys in one breath: nothing can happen between them.
  await page.evaluate(() => {
    for (const key of ['m', 'Enter']) {
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    }
  })
  await expect.poll(async () => (await inbox.task(made.One ?? ''))?.priority).toBe('medium')
  await expect(page.getByRole('menu')).toHaveCount(0)
  await expect(title(page, 'One')).toBeFocused()
})

test('what a colleague does moves no row beneath a mouse that rests', async ({ api, inbox }) => {
  const made = await inbox.make(['One', 'Two', 'Three'])
  const listening = (page: Page) => page.waitForResponse((reply) => reply.url().includes('/api/v1/live'))
  const page = await inbox.open()
  await Promise.all([listening(page), page.reload()])
  await expect(list(page)).toHaveCount(3)
  const top = async (name: string) => Math.round((await title(page, name).boundingBox())?.y ?? Number.NaN)
  const [one, two, three] = [await top('One'), await top('Two'), await top('Three')]
  await title(page, 'Three').hover()
  await api.ask('PUT', `/tasks/${made.One}/complete`)
  await expect(list(page)).toHaveCount(2)
  await expect.poll(async () => [await top('Two'), await top('Three')]).toEqual([two, three])
  await api.ask('PUT', `/tasks/${made.One}/complete`, { completed: false })
  await expect(list(page)).toHaveCount(3)
  await expect.poll(async () => [await top('One'), await top('Three')]).toEqual([one, three])
  await inbox.make(['Before them all'], 0, { due_date: `${new Date().toISOString().slice(0, 10)}T00:00:00Z` })
  await expect(list(page)).toHaveCount(4)
  await expect.poll(() => top('Three')).toBe(three)
  await page.mouse.move(5, 5)
  await expect.poll(() => top('Before them all')).toBe(one)
})

test('a task is made to come again, and does once it is done', async ({ api, inbox }) => {
  const made = await inbox.make(['Plan the week'])
  const custom = await inbox.make(['Send the bills'], 0, { recurrence: 'FREQ=MONTHLY;INTERVAL=3;COUNT=4' })
  const page = await inbox.open()
  await title(page, 'Plan the week').click()
  const repeats = page.getByRole('dialog').getByLabel('Repeats')
  await expect(repeats.locator('option:checked')).toHaveText('Never')
  await repeats.selectOption('weekly')
  await expect.poll(async () => (await inbox.task(made['Plan the week'] ?? ''))?.recurrence).toBe('FREQ=WEEKLY')
  await expect(repeats.locator('option:checked')).toHaveText(/^Every week on \w+day$/)
  await page.getByRole('dialog').getByRole('button', { name: 'No date' }).click()
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('needs a due date')
  await page.keyboard.press('Escape')
  await expect(list(page).getByRole('img', { name: /^Every week on \w+day$/ })).toBeVisible()
  await page.getByRole('button', { name: 'Complete Plan the week' }).click()
  const open = JSON.stringify({
    type: 'AND',
    conditions: [{ field: 'title', operator: 'equals', value: 'Plan the week' }],
  })
  const due = async () =>
    (await api.ask('GET', `/tasks?mode=upcoming&filters=${encodeURIComponent(open)}`)).body.data.map(
      (task: { due_date: string }) => task.due_date.slice(0, 10),
    )
  await expect.poll(due).toEqual([new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)])

  await title(page, 'Send the bills').click()
  await expect(repeats.locator('option:checked')).toHaveText(/^Every 3 months on day \d+, 4 times$/)
  await repeats.selectOption('never')
  await expect.poll(async () => (await inbox.task(custom['Send the bills'] ?? ''))?.recurrence).toBeNull()
})

test('tasks are linked to a record as they are typed, and narrowed down to it', async ({ api, inbox }) => {
  const company = (await api.ask('POST', '/records/companies', { name: 'Acme Corp' })).body.data.id
  await api.ask('POST', '/records/contacts', { name: 'Bea Acme' })
  await inbox.make(['Something else'])
  const page = await inbox.open('?show=all')
  const line = page.getByLabel('Add a task')
  await line.fill('Send the offer to #acme corp')
  await expect(page.getByRole('button', { name: 'Not so: #acme corp' })).toBeVisible()
  await line.press('Enter')
  await expect(title(page, 'Send the offer')).toBeVisible()
  await line.fill('Prepare the demo for Acme Corp')
  await expect(page.getByRole('button', { name: 'Not so: Acme Corp' })).toBeVisible()
  // Saved before it is shown what is understood, it is understood all the same.
  await line.fill('Write for Acme Corp')
  await line.press('Enter')
  await expect(title(page, 'Write for Acme Corp')).toBeVisible()
  await line.fill('Read the paper for Acme')
  await page.getByRole('button', { name: 'Not so: Acme' }).click()
  await line.press('Enter')
  await expect(title(page, 'Read the paper for Acme')).toBeVisible()
  const about = async () => (await api.ask('GET', `/tasks?linked_entity_id=${company}`)).body.data
  expect((await about()).map((task: { title: string }) => task.title).sort()).toEqual([
    'Send the offer',
    'Write for Acme Corp',
  ])

  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('menuitem', { name: 'About a record…' }).click()
  await page.getByRole('combobox', { name: 'Name of a person, a company or a deal' }).fill('acme')
  await page.getByRole('option', { name: 'Acme Corp company' }).click()
  await expect(list(page, 'All')).toHaveCount(3)
  await expect(page).toHaveURL(new RegExp(`about=companies(:|%3A)${company}`))
  await expectAccessible(page, 'tasks about a record')
  await page.getByRole('button', { name: 'Remove the filter: About Acme Corp' }).click()
  await expect(title(page, 'Something else')).toBeVisible()
})

test('on a phone everything is done by touch', async ({ enter, inbox, workspace }) => {
  const made = await inbox.make(['One', 'Two'])
  const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, timezoneId: 'UTC' }
  const page = await enter(undefined, phone)
  await page.goto(`/${workspace.slug}/tasks`)
  await expect(list(page)).toHaveCount(2)
  await page.getByRole('button', { name: 'More for One' }).tap()
  await page.getByRole('menuitem', { name: 'Select' }).tap()
  await title(page, 'Two').tap()
  await expect(bar(page).getByRole('status')).toHaveText('2 selected')
  await expectAccessible(page, 'a selection on a phone')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  await bar(page).getByRole('button', { name: 'Complete' }).tap()
  await expect(page.getByText('Nothing', { exact: false }).first()).toBeVisible()
  await expect.poll(async () => (await inbox.task(made.Two ?? ''))?.is_completed).toBe(true)
})
