import type { Page } from '@playwright/test'
import { expectAccessible } from './accessible'
import { request } from './api-client'
import { test as base, expect } from './journey'

interface Person {
  email: string
  /** What the API says of them. */
  me(): Promise<{ time_zone: string | null; notify_by_email: Record<string, boolean> }>
}

const test = base.extend<{ vic: Person }>({
  vic: async ({ workspace, baseURL }, use) => {
    const { email } = await workspace.member('viewer')
    const key = await workspace.key('kasar', { email })
    await use({ email, me: async () => (await request(`${baseURL}/api/v1/me`, 'GET', { key })).body.data })
  },
})

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }

const zone = (page: Page) => page.getByRole('combobox', { name: 'Time zone' })
const options = (page: Page) => page.getByRole('listbox', { name: 'Time zone' }).getByRole('option')
const saved = (page: Page) => page.getByRole('main').getByText('Saved')

/** As on an installation that sends e-mail. */
async function withMail(page: Page): Promise<void> {
  await page.route('**/api/v1/me', async (route) => {
    const response = await route.fetch()
    const json = await response.json()
    json.data.sends_email = true
    await route.fulfill({ response, json })
  })
}

test('everybody chooses a time zone of their own, and goes back to the device’s', async ({ enter, vic, workspace }) => {
  const page = await enter(vic, { timezoneId: 'America/New_York' })
  await page.goto(`/${workspace.slug}/settings`)
  await expect(page).toHaveURL(`/${workspace.slug}/settings/profile`)
  await expect(page).toHaveTitle('Profile · Throughline')
  await expect(page.getByRole('main').getByText(vic.email)).toBeVisible()
  await expect(zone(page)).toHaveValue('Same as this device (America/New York)')
  await zone(page).focus()
  await page.keyboard.press('ArrowDown')
  await expect(options(page).first()).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.type('toky')
  await expect(options(page)).toHaveText(['Asia/TokyoUTC+9'])
  await page.keyboard.press('Enter')
  await expect(saved(page)).toBeVisible()
  await expect(zone(page)).toHaveValue('Asia/Tokyo')
  expect((await vic.me()).time_zone).toBe('Asia/Tokyo')
  await page.reload()
  await expect(zone(page)).toHaveValue('Asia/Tokyo')

  await zone(page).click()
  await page.keyboard.type('no such place')
  await expect(page.getByText('Nothing is called like that')).toBeVisible()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expect(zone(page)).toHaveValue('Asia/Tokyo')
  await zone(page).click()
  await page.keyboard.type('this device')
  await options(page).first().click()
  await expect(saved(page)).toBeVisible()
  await expect(zone(page)).toHaveValue('Same as this device (America/New York)')
  expect((await vic.me()).time_zone).toBeNull()
})

test('says what could not be saved, and shows what holds', async ({ enter, vic, workspace }) => {
  const page = await enter(vic)
  await page.route('**/api/v1/me', (route) => route.fulfill({ status: 503 }))
  await page.goto(`/${workspace.slug}/settings/profile`)
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Your settings could not be loaded', {
    timeout: 15_000,
  })
  await page.unroute('**/api/v1/me')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(zone(page)).toBeVisible()
  await page.route('**/api/v1/me', (route) => route.abort())
  const before = await zone(page).inputValue()
  await zone(page).click()
  await page.keyboard.type('paris')
  await page.keyboard.press('Enter')
  await expect(zone(page)).toHaveAccessibleDescription('The server could not be reached. Your time zone is as it was.')
  await expect(zone(page)).toHaveValue(before)
})

test('an installation without a mail server says so; with one each kind is chosen', async ({
  enter,
  vic,
  workspace,
}) => {
  const page = await enter(vic)
  await page.goto(`/${workspace.slug}/boards`)
  await page.getByRole('button', { name: 'Notifications' }).click()
  await page.getByRole('link', { name: 'Choose what reaches you by e-mail' }).click()
  const choice = page.getByRole('group', { name: 'Send me an e-mail when' })
  const assigned = choice.getByRole('checkbox', { name: 'A task is assigned to me' })
  await expect(choice).toHaveAccessibleDescription(/There is no e-mail from this installation/)
  await expect(assigned).toBeDisabled()
  await expect(assigned).not.toBeChecked()

  await withMail(page)
  await page.reload()
  await expect(assigned).toBeChecked()
  await assigned.uncheck()
  await expect(saved(page)).toBeVisible()
  await expect(choice.getByRole('checkbox', { name: 'A task of mine is completed' })).toBeChecked()
  expect((await vic.me()).notify_by_email).toEqual({ task_assigned: false, task_completed: true })
  await page.reload()
  await expect(assigned).not.toBeChecked()
})

for (const [name, look] of Object.entries({
  'in the light theme': { colorScheme: 'light' },
  'in the dark theme': { colorScheme: 'dark' },
  'on a phone': phone,
} as const)) {
  test(`the profile is easy to read and to reach ${name}`, async ({ enter, vic, workspace }) => {
    const page = await enter(vic, look)
    await page.goto(`/${workspace.slug}/settings/profile`)
    await expect(zone(page)).toBeVisible()
    await expectAccessible(page, 'profile without e-mail')
    await withMail(page)
    await page.reload()
    await expect(page.getByRole('checkbox', { name: 'A task is assigned to me' })).toBeChecked()
    await expectAccessible(page, 'profile')
    await zone(page).click()
    await expect(options(page).first()).toBeVisible()
    await expectAccessible(page, 'time zones')
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0)
  })
}
