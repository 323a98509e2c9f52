import type { Locator, Page } from '@playwright/test'
import { expectAccessible } from './accessible'
import { test as base, expect } from './journey'

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }
// A week without an edge of summer time, and one with: in New York clocks go forward on 8 March 2026.
const monday = '2027-03-01'

interface Week {
  /** Makes open tasks of the admin, each due at a moment, on a day alone (UTC) or never; gives their ids. */
  make(tasks: Record<string, string | null>, more?: object): Promise<Record<string, string>>
  /** When a task is due, as the server has it. */
  due(id: string | undefined): Promise<string | null>
  /** The week of the first of March 2027 in a browser of the admin's own, by European days. */
  open(options?: object, address?: string): Promise<Page>
}

const test = base.extend<{ week: Week }>({
  week: async ({ api, enter, workspace }, use) => {
    await use({
      async make(tasks, more = {}) {
        const made: Record<string, string> = {}
        for (const [title, due] of Object.entries(tasks)) {
          const due_date = due?.length === 10 ? `${due}T23:59:00Z` : due
          const body = { title, due_date, assigned_to_id: workspace.adminId, ...more }
          made[title] = (await api.ask('POST', '/tasks', body)).body.task_id
        }
        return made
      },
      due: async (id) => (await api.ask('GET', `/tasks/${id}`)).body.data.due_date,
      async open(options = {}, address = `?week=${monday}`) {
        const page = await enter(undefined, { timezoneId: 'UTC', locale: 'en-GB', ...options })
        const listening = page.waitForResponse((reply) => reply.url().includes('/api/v1/live'))
        await page.goto(`/${workspace.slug}/tasks/week${address}`)
        await expect(page.getByRole('region', { name: 'Beside the week' })).toBeAttached()
        await listening
        return page
      },
    })
  },
})

const column = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true })
const titles = (page: Page, name: string): Locator => column(page, name).locator('[data-title]')
const title = (page: Page, name: string): Locator => page.getByRole('link', { name, exact: true })
const boxOf = async (part: Locator) => {
  const box = await part.boundingBox()
  if (!box) throw new Error(`${part} is not on the screen`)
  return box
}

test('a week shows its days and what waits beside them, and goes to others', async ({ week, workspace }) => {
  await week.make({
    Late: '2026-01-02',
    Someday: null,
    Afternoon: '2027-03-02T14:00:00Z',
    Morning: '2027-03-02T08:00:00Z',
    'All of Tuesday': '2027-03-02',
    'Next week': '2027-03-08',
  })
  const page = await week.open()
  await expect(titles(page, 'Tuesday 2 March')).toHaveText(['All of Tuesday', 'Morning', 'Afternoon'])
  await expect(titles(page, 'Beside the week')).toHaveText(['Late', 'Someday'])
  await expect(page.locator('[data-spot]')).toHaveCount(8)
  await expect(page.getByText(/^1\s?–\s?7 March 2027$/)).toBeVisible()
  await page.getByRole('button', { name: 'Week after' }).click()
  await expect(page).toHaveURL(`/${workspace.slug}/tasks/week?week=2027-03-08`)
  await expect(titles(page, 'Monday 8 March')).toHaveText(['Next week'])
  await page.goBack()
  await expect(titles(page, 'Tuesday 2 March')).toHaveCount(3)
  await page.getByRole('button', { name: 'This week' }).click()
  await expect(page.locator('h2[aria-current=date]')).toHaveCount(1)
  await expect(page).toHaveURL(`/${workspace.slug}/tasks/week`)
  await page.getByRole('navigation', { name: 'View' }).getByRole('link', { name: 'List' }).click()
  await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible()
  await page.locator('body').press('w')
  await expect(page).toHaveURL(`/${workspace.slug}/tasks/week`)
  await expect(titles(page, 'Beside the week')).toHaveText(['Late', 'Someday'])
})

test('begins on Sunday where people do, and has the days of their zone', async ({ week }) => {
  await week.make({ Kathmandu: '2027-03-01T18:30:00Z' })
  const page = await week.open({ locale: 'en-US', timezoneId: 'Asia/Kathmandu' })
  await expect(titles(page, 'Tuesday, March 2')).toHaveText(['Kathmandu'])
  await expect(page.locator('[data-spot]').nth(1)).toHaveAccessibleName('Sunday, February 28')
})

test('a task is dragged to a day, keeps its time over a change of clocks, and is taken back', async ({ week }) => {
  // Nine in the morning of a Friday in winter.
  const made = await week.make({ 'Call Alice': '2026-03-06T14:00:00Z', Someday: null })
  const page = await week.open({ timezoneId: 'America/New_York', locale: 'en-US' }, '?week=2026-03-08')
  await expect(titles(page, 'Beside the week')).toHaveText(['Call Alice', 'Someday'])
  await drag(page, title(page, 'Call Alice'), column(page, 'Monday, March 9'))
  await expect(titles(page, 'Monday, March 9')).toHaveText(['Call Alice'])
  await expect.poll(() => week.due(made['Call Alice'])).toBe('2026-03-09T13:00:00.000Z')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(titles(page, 'Beside the week')).toHaveText(['Call Alice', 'Someday'])
  await expect.poll(() => week.due(made['Call Alice'])).toBe('2026-03-06T14:00:00.000Z')

  await drag(page, title(page, 'Someday'), column(page, 'Sunday, March 8'))
  await expect(titles(page, 'Sunday, March 8')).toHaveText(['Someday'])
  // A day of 23 hours ends at four in the morning of UTC; without a time it is due in its last minute.
  await expect.poll(() => week.due(made.Someday)).toBe('2026-03-09T03:59:00.000Z')
  await page.keyboard.press('Control+z')
  await expect.poll(() => week.due(made.Someday)).toBeNull()
  await expect(titles(page, 'Beside the week')).toHaveText(['Call Alice', 'Someday'])
})

test('a drag ends without a request where it began, and by Escape', async ({ week }) => {
  const made = await week.make({ One: '2027-03-01T08:00:00Z' })
  const page = await week.open()
  await expect(titles(page, 'Monday 1 March')).toHaveText(['One'])
  await page.route(`**/api/v1/tasks/${made.One}`, (route) => route.abort())
  await drag(page, title(page, 'One'), column(page, 'Monday 1 March'))
  await expect(page.locator('[data-dragging]')).toHaveCount(0)
  await lift(page, title(page, 'One'))
  await hold(page, column(page, 'Thursday 4 March'))
  await expect(column(page, 'Thursday 4 March').locator('[data-landing]')).toBeAttached()
  await page.keyboard.press('Escape')
  await expect(page.locator('[data-dragging]')).toHaveCount(0)
  await page.mouse.up()
  await expect(titles(page, 'Monday 1 March')).toHaveText(['One'])
  await expect(page.getByText('was not changed')).toHaveCount(0)
  expect(await week.due(made.One)).toBe('2027-03-01T08:00:00.000Z')
})

test('a move that is refused says why and goes back', async ({ week }) => {
  const made = await week.make({ Weekly: '2027-03-01T08:00:00Z' }, { recurrence: 'FREQ=WEEKLY' })
  const page = await week.open()
  await expect(titles(page, 'Monday 1 March')).toHaveText(['Weekly'])
  // What recurs needs a date.
  await drag(page, title(page, 'Weekly'), column(page, 'Beside the week'))
  await expect(page.getByText('“Weekly” was not changed')).toBeVisible()
  await expect(page.getByText(/needs a due date/)).toBeVisible()
  await expect(titles(page, 'Monday 1 March')).toHaveText(['Weekly'])
  expect(await week.due(made.Weekly)).toBe('2027-03-01T08:00:00.000Z')
})

test('tasks are moved by keys alone, by lifting and by a menu', async ({ week }) => {
  const made = await week.make({ One: '2027-03-01T08:00:00Z', Two: '2027-03-03T08:00:00Z' })
  const page = await week.open()
  await expect(titles(page, 'Wednesday 3 March')).toHaveText(['Two'])
  await page.locator('body').press('j')
  await expect(title(page, 'One')).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(title(page, 'Two')).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await expect(title(page, 'One')).toBeFocused()
  const told = page.getByRole('main').getByRole('status').filter({ hasText: /One/ })
  await page.keyboard.press('Space')
  await expect(told).toHaveText(/^One is lifted\. /)
  await page.keyboard.press('ArrowRight')
  await expect(column(page, 'Tuesday 2 March').locator('[data-landing]')).toBeAttached()
  await page.keyboard.press('Escape')
  await expect(told).toHaveText('One stays where it was')
  await expect(title(page, 'One')).toBeFocused()
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Space')
  await expect(told).toHaveText('One is dropped: Wednesday 3 March')
  await expect(titles(page, 'Wednesday 3 March')).toHaveCount(2)
  await expect(title(page, 'One')).toBeFocused()
  await expect.poll(() => week.due(made.One)).toBe('2027-03-03T08:00:00.000Z')
  await page.keyboard.press('Control+z')
  await expect(titles(page, 'Monday 1 March')).toHaveText(['One'])
  await expect(title(page, 'One')).toBeFocused()
  await expect.poll(() => week.due(made.One)).toBe('2027-03-01T08:00:00.000Z')

  await page.keyboard.press('m')
  await expect(page.getByRole('menu', { name: 'Move One to' })).toBeVisible()
  await page.getByRole('menuitem', { name: 'Friday 5 March' }).press('Enter')
  await expect(titles(page, 'Friday 5 March')).toHaveText(['One'])
  await expect.poll(() => week.due(made.One)).toBe('2027-03-05T08:00:00.000Z')
  await expect(title(page, 'One')).toBeFocused()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('Move to a day')
})

test('by clicks alone a task goes to a day, and is ticked off where it stands', async ({ week }) => {
  const made = await week.make({ One: '2027-03-01T08:00:00Z' })
  const page = await week.open()
  await title(page, 'One').hover()
  await page.getByRole('button', { name: 'More for One' }).click()
  await page.getByRole('menuitem', { name: 'Move to day…' }).click()
  await page.getByRole('menuitem', { name: 'Sunday 7 March' }).click()
  await expect(titles(page, 'Sunday 7 March')).toHaveText(['One'])
  await expect.poll(() => week.due(made.One)).toBe('2027-03-07T08:00:00.000Z')
  await page.getByRole('button', { name: 'Complete One' }).click()
  await expect(column(page, 'Sunday 7 March').getByRole('button', { name: 'Reopen One' })).toBeVisible()
  await title(page, 'One').click()
  await expect(page.getByRole('dialog', { name: 'One' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(title(page, 'One')).toBeFocused()
})

test('what a colleague changes shows, but nothing moves beneath a hand', async ({ api, week }) => {
  const made = await week.make({ One: '2027-03-01T08:00:00Z', Two: '2027-03-01T09:00:00Z' })
  const page = await week.open()
  await expect(titles(page, 'Monday 1 March')).toHaveText(['One', 'Two'])
  await api.ask('PUT', `/tasks/${made.Two}`, { due_date: '2027-03-04T09:00:00Z' })
  await expect(titles(page, 'Thursday 4 March')).toHaveText(['Two'])
  await lift(page, title(page, 'One'))
  const read = page.waitForResponse(
    (reply) => reply.url().includes('/api/v1/tasks?') && reply.url().includes('between'),
  )
  await api.ask('PUT', `/tasks/${made.Two}`, { title: 'Second', due_date: '2027-03-05T09:00:00Z' })
  await read
  await expect(titles(page, 'Thursday 4 March')).toHaveText(['Two'])
  await hold(page, column(page, 'Tuesday 2 March'))
  await page.mouse.up()
  await expect(titles(page, 'Tuesday 2 March')).toHaveText(['One'])
  await expect(titles(page, 'Friday 5 March')).toHaveText(['Second'])
})

test('on a phone a day fills the screen, a finger that rests lifts a task, and a menu moves it', async ({ week }) => {
  const made = await week.make({ One: '2027-03-01T08:00:00Z', Two: '2027-03-01T09:00:00Z' })
  const page = await week.open(phone)
  await expect(column(page, 'Monday 1 March')).toBeInViewport({ ratio: 0.9 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0)
  const touch = await page.context().newCDPSession(page)
  const finger = (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: { x: number; y: number }) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints: at ? [at] : [] })
  const one = await boxOf(title(page, 'One'))
  const at = { x: one.x + 20, y: one.y + 8 }
  await finger('touchStart', at)
  await expect(page.locator('[data-dragging]')).toHaveCount(1)
  // At the edge the week goes on by itself, to the next day.
  await finger('touchMove', { x: 200, y: at.y + 60 })
  await finger('touchMove', { x: 340, y: at.y + 80 })
  await expect(column(page, 'Tuesday 2 March').locator('[data-landing]')).toBeAttached()
  await finger('touchEnd')
  await expect(page.locator('[data-dragging]')).toHaveCount(0)
  await expect.poll(() => week.due(made.One)).not.toBe('2027-03-01T08:00:00.000Z')
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0)

  const strip = page.getByRole('navigation', { name: 'Days' })
  await strip.getByRole('button', { name: /^Monday 1 March/ }).tap()
  await expect(column(page, 'Monday 1 March')).toBeInViewport({ ratio: 0.9 })
  await page.getByRole('button', { name: 'More for Two' }).tap()
  await page.getByRole('menuitem', { name: 'Move to day…' }).tap()
  await page.getByRole('menuitem', { name: 'Saturday 6 March' }).tap()
  await expect.poll(() => week.due(made.Two)).toBe('2027-03-06T09:00:00.000Z')
  await strip.getByRole('button', { name: 'Saturday 6 March, 1 task' }).tap()
  await expect(titles(page, 'Saturday 6 March')).toBeInViewport()
})

test('who may change nothing lifts nothing', async ({ enter, week, workspace }) => {
  await week.make({ One: '2027-03-01T08:00:00Z' })
  const page = await enter(await workspace.member('viewer'), { timezoneId: 'UTC', locale: 'en-GB' })
  await page.goto(`/${workspace.slug}/tasks/week?week=${monday}&who=everyone`)
  await expect(titles(page, 'Monday 1 March')).toHaveText(['One'])
  await lift(page, title(page, 'One'))
  await expect(page.locator('[data-dragging]')).toHaveCount(0)
  await page.mouse.up()
  await title(page, 'One').press('Space')
  await expect(
    page.getByRole('main').getByRole('status').filter({ hasText: 'You can look but not change' }),
  ).toBeAttached()
  await expect(page.getByRole('button', { name: 'More for One' })).toHaveCount(0)
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a week is easy to read and to reach in the ${colorScheme} theme`, async ({ week }) => {
    const long = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'
    const of = { priority: 'high', action_type: 'call' }
    await week.make(
      { [`${long} ${long}`]: '2027-03-01T08:00:00Z', 'تحديث نظام الطلبات': '2027-03-02', Late: '2026-01-02' },
      of,
    )
    const page = await week.open({ colorScheme })
    await expect(titles(page, 'Monday 1 March')).toHaveCount(1)
    await expectAccessible(page, 'a week')
    await title(page, 'Late').click()
    await expect(page.getByRole('dialog', { name: 'Late' })).toBeVisible()
    await expectAccessible(page, 'a week with a task open')
    await page.setViewportSize({ width: 360, height: 740 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0)
  })
}

/** Presses on a task and moves far enough to lift it. */
async function lift(page: Page, task: Locator): Promise<void> {
  const { x, y } = await boxOf(task)
  await page.mouse.move(x + 12, y + 6)
  await page.mouse.down()
  await page.mouse.move(x + 18, y + 14, { steps: 3 })
}

async function hold(page: Page, over: Locator): Promise<void> {
  const { x, y, width, height } = await boxOf(over)
  await page.mouse.move(x + width / 2, y + height / 2, { steps: 12 })
}

async function drag(page: Page, task: Locator, to: Locator): Promise<void> {
  await lift(page, task)
  await expect(page.locator('[data-dragging]')).toHaveCount(1)
  await hold(page, to)
  await page.mouse.up()
}
