import type { Page } from '@playwright/test'
import { expectAccessible } from './accessible'
import { request } from './api-client'
import { test as base, expect } from './journey'

interface Colleague {
  name: string
  email: string
  /** Makes a task for somebody; gives its id. */
  assign(title: string, to: string): Promise<string>
  ask(method: string, path: string, body?: object): ReturnType<typeof request>
}

const test = base.extend<{ sam: Colleague }>({
  sam: async ({ workspace, baseURL }, use) => {
    const { email } = await workspace.member('editor')
    const key = await workspace.key('kasar', { email })
    const ask: Colleague['ask'] = (method, path, body) => request(`${baseURL}/api/v1${path}`, method, { key, body })
    const assign = async (title: string, to: string) =>
      (await ask('POST', '/tasks', { title, assigned_to_id: to })).body.task_id
    await use({ name: 'The editor', email, ask, assign })
  },
})

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }

const bell = (page: Page, unread = 0) =>
  page.getByRole('button', { name: unread > 0 ? `Notifications, ${unread} unread` : 'Notifications', exact: true })
const list = (page: Page) => page.getByRole('dialog', { name: 'Notifications' })
const rows = (page: Page) => list(page).getByRole('listitem')

/** Goes to the workspace and waits until the page hears of changes. */
async function open(page: Page, path: string): Promise<void> {
  const listening = page.waitForResponse((reply) => reply.url().includes('/api/v1/live'))
  const asked = page.waitForResponse((reply) => reply.url().includes('/api/v1/notifications'))
  await page.goto(path)
  await listening
  await asked
}

test('rings for who was assigned a task, and what is read in one tab is read in all', async ({
  enter,
  sam,
  workspace,
}) => {
  const boards = `/${workspace.slug}/boards`
  const first = await enter()
  const second = await first.context().newPage()
  const his = await enter(sam)
  for (const page of [first, second, his]) await open(page, boards)
  await expect(bell(first)).toBeVisible()

  const task = await sam.assign('Call Alice', workspace.adminId)
  const assigned = Date.now()
  await expect(bell(first, 1)).toBeVisible()
  console.log(`bell: it rang in another browser after ${Date.now() - assigned} ms`)
  await expect(bell(second, 1)).toBeVisible()
  await expect(first.getByText('New notification: The editor assigned you “Call Alice”')).toBeAttached()
  await sam.assign('Prepare the demo', workspace.adminId)
  for (const page of [first, second]) await expect(bell(page, 2)).toBeVisible()
  await expect(bell(his)).toBeVisible()

  await bell(first, 2).click()
  await expect(rows(first)).toHaveText([/Unread: The editor assigned you “Prepare the demo”/, /“Call Alice”/])
  await list(first)
    .getByRole('link', { name: /Call Alice/ })
    .click()
  await expect(first).toHaveURL(`/${workspace.slug}/tasks?task=${task}`)
  await expect(bell(second, 1)).toBeVisible()
  await open(first, boards)
  await expect(bell(first, 1)).toBeVisible()

  await bell(second, 1).click()
  const links = rows(second).getByRole('link')
  await expect(links.first()).toHaveAccessibleName(/^Unread: The editor assigned you “Prepare the demo”/)
  await expect(links.last()).toHaveAccessibleName(/^The editor assigned you “Call Alice”/)
  await list(second).getByRole('button', { name: 'Mark all as read' }).click()
  await expect(rows(second).filter({ hasText: 'Unread' })).toHaveCount(0)
  for (const page of [first, second]) await expect(bell(page)).toBeVisible()
})

test('tells of completion, of a new title, and no more of a task that was deleted', async ({
  api,
  enter,
  sam,
  workspace,
}) => {
  const own = (await api.ask('POST', '/tasks', { title: 'Write the offer' })).body.task_id
  const page = await enter()
  await open(page, `/${workspace.slug}/boards`)
  await bell(page).click()
  await expect(list(page).getByText('Nothing to tell you yet')).toBeVisible()
  await sam.ask('PUT', `/tasks/${own}/complete`, {})
  await expect(rows(page)).toHaveText([/Unread: The editor completed “Write the offer”This minute/])
  await sam.ask('PUT', `/tasks/${own}`, { title: 'Send the offer' })
  await expect(rows(page)).toHaveText([/“Send the offer”/])
  await sam.ask('DELETE', `/tasks/${own}`)
  await expect(list(page).getByText('Nothing to tell you yet')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(bell(page)).toBeFocused()
})

test('goes on as far down as one scrolls, by the keyboard too', async ({ enter, sam, workspace }) => {
  test.slow()
  const titles = Array.from({ length: 101 }, (_, nth) => `Task ${String(nth + 1).padStart(3, '0')}`)
  for (const title of titles) await sam.assign(title, workspace.adminId)
  const page = await enter()
  await open(page, `/${workspace.slug}/boards`)
  await expect(bell(page, 101)).toHaveText('99+')
  await bell(page, 101).focus()
  await page.keyboard.press('Enter')
  await expect(rows(page)).toHaveCount(30)
  await page.keyboard.press('ArrowDown')
  await expect(list(page).getByRole('link', { name: 'Task 101' })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(list(page).getByRole('link', { name: 'Task 100' })).toBeFocused()
  for (let count = 60; count < 120; count += 30) {
    await rows(page).last().scrollIntoViewIfNeeded()
    await expect(rows(page)).toHaveCount(count)
  }
  await page.route('**/api/v1/notifications?limit=30&cursor=*', (route) => route.abort())
  await rows(page).last().scrollIntoViewIfNeeded()
  await expect(list(page).getByText('The rest could not be loaded')).toBeVisible({ timeout: 15_000 })
  await page.unroute('**/api/v1/notifications?limit=30&cursor=*')
  await list(page).getByRole('button', { name: 'Try again' }).click()
  await expect(rows(page)).toHaveText(titles.reverse().map((title) => new RegExp(`“${title}”`)))
  await list(page).getByRole('link', { name: 'Task 100' }).focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/tasks\?task=/)
  await open(page, `/${workspace.slug}/boards`)
  await expect(bell(page, 100)).toBeVisible()
})

test('says what could not be loaded, and that nothing is lost', async ({ enter, sam, workspace }) => {
  await sam.assign('Call Alice', workspace.adminId)
  const page = await enter()
  await open(page, `/${workspace.slug}/boards`)
  await page.route('**/api/v1/notifications?limit=30', (route) => route.fulfill({ status: 503 }))
  await bell(page, 1).click()
  await expect(list(page).getByRole('alert')).toContainText('Your notifications could not be loaded', {
    timeout: 15_000,
  })
  await page.unroute('**/api/v1/notifications?limit=30')
  await list(page).getByRole('button', { name: 'Try again' }).click()
  await expect(rows(page)).toHaveCount(1)
  // What is shown as read before the server knows is shown as it is again when the server says no.
  await page.route('**/api/v1/notifications/read', (route) => route.fulfill({ status: 503 }))
  await list(page).getByRole('button', { name: 'Mark all as read' }).click()
  await expect(bell(page, 1)).toBeVisible()
})

for (const [name, options] of Object.entries({
  'in the light theme': { colorScheme: 'light' },
  'in the dark theme': { colorScheme: 'dark' },
  'on a phone': phone,
} as const)) {
  test(`${name} it is easy to read and breaks nothing`, async ({ enter, sam, workspace }) => {
    await sam.assign('W'.repeat(200), workspace.adminId)
    await sam.assign('تحديث نظام الطلبات لخمسة فروع', workspace.adminId)
    const page = await enter(undefined, options)
    await open(page, `/${workspace.slug}/boards`)
    await expectAccessible(page, 'the bell')
    await bell(page, 2).click()
    await expect(rows(page)).toHaveCount(2)
    await expectAccessible(page, 'the list')
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0)
    const spilled = await rows(page).evaluateAll(
      (items) =>
        items.filter((item) =>
          [...item.querySelectorAll('*')].some((part) => {
            const { right } = part.getBoundingClientRect()
            return right > item.getBoundingClientRect().right + 0.5 && !part.classList.contains('sr-only')
          }),
        ).length,
    )
    expect(spilled).toBe(0)
    await list(page).getByRole('button', { name: 'Mark all as read' }).click()
    await expect(bell(page)).toBeVisible()
    await expectAccessible(page, 'the list, read')
  })
}
