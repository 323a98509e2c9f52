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
  await expect(page.getByLabel('Add a task')).toHaveValue('')
  await expect.poll(async () => (await api.ask('GET', '/tasks')).body.data.length).toBe(1)
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
  expect((await api.ask('GET', '/tasks')).body.data[0]).toMatchObject({
    title: 'call Alice',
    action_type: 'call',
    priority: 'high',
    due_date: `${tomorrow}T09:00:00.000Z`,
    assigned_to_id: workspace.adminId,
  })
  await page.getByRole('button', { name: 'Show' }).click()
  await expect(list(page, 'Upcoming').filter({ hasText: 'call Alice' })).toBeVisible()
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
  expect((await inbox.task(made.One ?? ''))?.is_completed).toBe(true)
  await expect(page.getByText('“One” is done')).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(list(page)).toHaveCount(3)
  expect((await inbox.task(made.One ?? ''))?.is_completed).toBe(false)

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
  await expect.poll(priorities).toEqual(['high', 'high', null])
  await expect(bar(page)).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).first().click()
  await expect.poll(priorities).toEqual([null, null, null])

  await title(page, 'One').focus()
  await page.keyboard.press('x')
  await page.keyboard.press('j')
  await page.keyboard.press('Shift+x')
  await bar(page).getByRole('button', { name: 'Delete' }).click()
  await expect(list(page)).toHaveCount(1)
  await expect.poll(() => inbox.task(made.One ?? '')).toBeNull()
  await expect(page.getByText('2 tasks are deleted')).toBeVisible()
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
